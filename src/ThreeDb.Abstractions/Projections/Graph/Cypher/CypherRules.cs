namespace ThreeDb.Projections.Graph;

/// <summary>What an engine lets a user's query do, beyond what <see cref="CypherGuard"/> holds every query to.</summary>
public sealed record CypherRules
{
    /// <summary>Procedures that may be called: <c>db.labels</c>, <c>algo.*</c>, <c>gds.*.stream</c>. A <c>*</c> stands for one or more parts of the name.</summary>
    public IReadOnlyList<string> Procedures { get; init; } = [];

    /// <summary>Functions with a point in their name that may be used: <c>gds.util.*</c>. Those without a point all may.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>How deep brackets and CASE may be nested; default 16.</summary>
    public int MaxNesting { get; init; } = 16;

    /// <summary>How deep square brackets may be nested in one another; default 16. FalkorDB's parser takes twice as long with each further one.</summary>
    public int MaxListNesting { get; init; } = 16;

    /// <summary>
    /// Whether STARTS WITH, ENDS WITH and CONTAINS take only a text in quotes or a parameter behind them. AGE 1.5 dies of others
    /// (<c>'abc' STARTS WITH (null OR true)</c>). Whoever sets it checks that the parameters are texts.
    /// </summary>
    public bool TextBehindTextOperators { get; init; }

    /// <summary>A further check of the engine's own: the reason of a refusal as a sentence, or null.</summary>
    public Func<IReadOnlyList<CypherToken>, string?>? Check { get; init; }
}

/// <summary>A query that has passed the guard.</summary>
/// <param name="Text">What to send: the query printed from its tokens, without comments, so that the engine reads what the guard has read.</param>
/// <param name="Parameters">The names of the parameters that it uses, each once.</param>
public sealed record GuardedCypher(string Text, IReadOnlyList<string> Parameters)
{
    /// <summary>Whether ` LIMIT n` may be put behind it: its last clause is a RETURN without one, and there is no UNION.</summary>
    public bool TakesLimit { get; init; }
}
