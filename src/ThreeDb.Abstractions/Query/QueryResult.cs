namespace ThreeDb;

/// <summary>The answer to a <see cref="Query"/>.</summary>
/// <param name="Items">The hits, best first.</param>
/// <param name="Explanation">How they were found, when asked for.</param>
public sealed record QueryResult(IReadOnlyList<Hit> Items, QueryExplanation? Explanation = null)
{
    /// <summary>Scores that the query names and nobody has saved, so that no entity has one; null when there are none.</summary>
    public IReadOnlyList<string>? UnknownScores { get; init; }
}

/// <summary>An entity that was found, and why.</summary>
public sealed record Hit
{
    /// <summary>The entity, with the members of its data that were selected.</summary>
    public required Entity Entity { get; init; }

    /// <summary>The score by which hits are ordered. With one leg it is that leg's own, with several, or with boosts, the weighted mean of the normalised ones (0 to 1), plus what the boosts add.</summary>
    public required double Score { get; init; }

    /// <summary>What each leg gave.</summary>
    public required LegScores Scores { get; init; }

    /// <summary>An excerpt with the words found in <c>**</c>, when asked for.</summary>
    public string? Highlight { get; init; }

    /// <summary>For the graph leg: the ids from its start to this entity.</summary>
    public IReadOnlyList<string>? Path { get; init; }
}

/// <summary>The score of each leg, null where the leg was not asked or did not find the entity.</summary>
/// <param name="Text">The rank of PostgreSQL (<c>ts_rank</c>, normalised by document length), from 0.</param>
/// <param name="Near">The cosine similarity, -1 to 1.</param>
/// <param name="Graph">1 / (1 + steps).</param>
/// <param name="Boost">The saved scores that lifted the entity, by name; null when none was asked for or the entity has none of them.</param>
public sealed record LegScores(double? Text, double? Near, double? Graph, IReadOnlyDictionary<string, BoostScore>? Boost = null);

/// <summary>A saved score in the score of a hit.</summary>
/// <param name="Value">What was saved.</param>
/// <param name="Added">What it added to the score: its weight times the value, normalised to 0 to 1 over the candidates.</param>
public readonly record struct BoostScore(double Value, double Added);

/// <summary>How a query ran.</summary>
/// <param name="Strategy">The order in which the parts were evaluated, for example <c>graph → filter → near</c>.</param>
/// <param name="Steps">What was done, in order.</param>
/// <param name="Rejected">What else was considered, and why it was not chosen.</param>
public sealed record QueryExplanation(string Strategy, IReadOnlyList<QueryStep> Steps, IReadOnlyList<string> Rejected);

/// <summary>One step of a query.</summary>
/// <param name="Name">Which step.</param>
/// <param name="Detail">What it did.</param>
/// <param name="Rows">How many rows it gave.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record QueryStep(string Name, string Detail, long Rows, double Milliseconds);
