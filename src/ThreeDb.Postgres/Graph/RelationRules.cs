namespace ThreeDb.Postgres;

/// <summary>Which relations a question follows.</summary>
/// <param name="Via">Only these types; all when empty.</param>
/// <param name="At">Only those that hold at this time; all when null.</param>
internal sealed record RelationRules(IReadOnlyList<string> Via, DateTimeOffset? At = null)
{
    public static RelationRules Of(Traversal options) => new(options.Via, options.At);

    /// <summary>Conditions on the relation <c>r</c>, each with a leading <c>and</c>; empty when all are followed. Can stand in a statement several times.</summary>
    public string Condition(SqlBuilder sql)
    {
        var types = Via.Count == 0 ? "" : $" and r.type = any ({sql.Texts([.. Via])})";
        if (At is not { } at)
        {
            return types;
        }

        var time = sql.Time(at);
        return $"{types} and coalesce(r.valid_from <= {time}, true) and coalesce(r.valid_to > {time}, true)";
    }
}
