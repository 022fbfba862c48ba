namespace ThreeDb;

/// <summary>How far to look, and what counts.</summary>
public sealed record ReachOptions
{
    /// <summary>The largest number of entities that a walk visits.</summary>
    public const int MostVisited = 10_000_000;

    /// <summary>Which way to follow relations; default out.</summary>
    public Direction Direction { get; init; } = Direction.Out;

    /// <summary>Only relations of these types; all when empty.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];

    /// <summary>The largest number of steps: 0 to 100; default 3.</summary>
    public int Depth { get; init; } = 3;

    /// <summary>Only relations that hold at this time; all when null.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Only entities of these types count and are listed; the walk leads through others all the same. All when empty.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Only entities that the filter matches count and are listed; the walk leads through others all the same.</summary>
    public Filter? Where { get; init; }

    /// <summary>
    /// The largest number of entities that one step may find: 1 to 10,000,000; no limit when null. The walk goes on from these. Which ones they are is not said, and may differ between
    /// memory and SQL.
    /// </summary>
    public int? MaxPerHop { get; init; }

    /// <summary>The largest number of entities that the walk visits: 1 to 10,000,000; default 1,000,000. SQL visits 100,000 at most.</summary>
    public int MaxVisited { get; init; } = 1_000_000;

    /// <summary>How many entities to list, nearest first: 0 to 10,000; default 0, only counts.</summary>
    public int Limit { get; init; }

    /// <summary>Whether the answer says how it was found.</summary>
    public bool Explain { get; init; }
}

/// <summary>What can be reached.</summary>
/// <param name="Total">How many entities, without the start.</param>
/// <param name="ByDepth">How many at each number of steps; the first is one step.</param>
/// <param name="Items">Some of them, nearest first; none unless asked for.</param>
/// <param name="Truncated">Whether a cap stopped the walk, so that the counts are lower bounds.</param>
public sealed record Reach(long Total, IReadOnlyList<long> ByDepth, IReadOnlyList<GraphNode> Items, bool Truncated) : ExplainedGraphAnswer;
