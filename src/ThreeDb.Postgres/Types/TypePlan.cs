namespace ThreeDb.Postgres;

/// <summary>A type's definition, validated and ready to use. Immutable.</summary>
internal sealed class TypePlan
{
    public const string DefaultLanguage = "english";

    /// <summary>What holds for a type that nobody declared.</summary>
    public static TypePlan Default { get; } = new();

    /// <summary>The title's field; null: the first of the usual ones.</summary>
    public FieldPath? Title { get; init; }

    /// <summary>The text's fields; null: every string.</summary>
    public IReadOnlyList<FieldPath>? Text { get; init; }

    /// <summary>A text search configuration of PostgreSQL.</summary>
    public string Language { get; init; } = DefaultLanguage;

    public bool Embed { get; init; } = true;

    public IReadOnlyList<LinkPlan> Links { get; init; } = [];

    public DataSchema? Schema { get; init; }

    public Consistency Consistency { get; init; } = Consistency.Session;
}

/// <summary>A derived relation, ready to use.</summary>
/// <param name="Field">Where the value stands.</param>
/// <param name="Relation">The relation's type.</param>
/// <param name="TargetType">The target's type.</param>
/// <param name="IdTemplate">The target's id, with <c>{value}</c>.</param>
/// <param name="Create">Whether a missing target is created.</param>
internal sealed record LinkPlan(FieldPath Field, string Relation, string TargetType, string IdTemplate, bool Create)
{
    /// <summary>The key of the relations that this field gives.</summary>
    public string Key { get; } = "@" + Field.Text;
}
