using System.Text.Json;

namespace ThreeDb;

/// <summary>What a tenant declares about a type. Every member is optional.</summary>
public sealed record EntityTypeDefinition
{
    /// <summary>The field path of the title, which weighs more in text search. Default: the first of <c>title</c>, <c>name</c>, <c>label</c>, <c>subject</c> that is a string.</summary>
    public string? Title { get; init; }

    /// <summary>The field paths of the searchable text. Default: every string in the data but the title. An empty list: none.</summary>
    public IReadOnlyList<string>? Text { get; init; }

    /// <summary>The text search configuration of PostgreSQL; default <c>english</c>. <c>simple</c> stems nothing.</summary>
    public string Language { get; init; } = "english";

    /// <summary>Whether title and text are embedded, so that entities are found by meaning; default true.</summary>
    public bool Embed { get; init; } = true;

    /// <summary>Relations that follow from fields.</summary>
    public IReadOnlyList<DerivedRelation> Relations { get; init; } = [];

    /// <summary>How fresh reads are that a cache or a projection answers; default <see cref="Consistency.Session"/>.</summary>
    public Consistency Consistency { get; init; } = Consistency.Session;

    /// <summary>A JSON Schema that data must satisfy; null for none.</summary>
    public JsonElement? Schema { get; init; }
}

/// <summary>A relation that follows from a field: <c>author_id</c> gives WRITTEN_BY an author, <c>tags[]</c> gives HAS_TAG for each tag.</summary>
public sealed record DerivedRelation
{
    /// <summary>The field path; a string or number, or with <c>[]</c> each element of an array. Other values give no relation.</summary>
    public required string Field { get; init; }

    /// <summary>The type of the relation.</summary>
    public required string Relation { get; init; }

    /// <summary>The type of the target.</summary>
    public required string To { get; init; }

    /// <summary>The id of the target, with <c>{value}</c> standing for the value of the field; default <c>{value}</c>.</summary>
    public string Id { get; init; } = "{value}";

    /// <summary>Whether a missing target is created, with the data <c>{"name": value}</c>; otherwise it is a stub until somebody creates it.</summary>
    public bool Create { get; init; }
}
