namespace ThreeDb;

/// <summary>Which paths to find.</summary>
public sealed record PathOptions
{
    /// <summary>Which way to follow relations; default any.</summary>
    public Direction Direction { get; init; } = Direction.Any;

    /// <summary>Only relations of these types; all when empty.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];

    /// <summary>Only relations that hold at this time; all when null.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The largest number of steps: 1 to 100; default 20. With <see cref="Weighted"/> no limit unless it is given.</summary>
    public int? Depth { get; init; }

    /// <summary>Whether the sum of weights makes a path good, instead of its number of steps. No relation that may be followed (<see cref="Via"/>, <see cref="At"/>) may have a negative one, wherever it is.</summary>
    public bool Weighted { get; init; }

    /// <summary>Whether only the shortest paths count, all of them; otherwise the next best ones follow.</summary>
    public bool AllShortest { get; init; }

    /// <summary>How many paths: 1 to 1,000; default 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Whether the answer says how it was found.</summary>
    public bool Explain { get; init; }
}

/// <summary>Paths between two entities.</summary>
/// <param name="Paths">Best first; none when there is no way.</param>
/// <param name="Truncated">Whether there may be more. Where only the best one was asked for, no others are looked for: then, whether a cap stopped the search for it.</param>
public sealed record GraphPaths(IReadOnlyList<GraphPath> Paths, bool Truncated) : ExplainedGraphAnswer;

/// <summary>The answer about a path.</summary>
/// <param name="Path">The path; null when there is none within the depth.</param>
public sealed record GraphPathAnswer(GraphPath? Path = null) : ExplainedGraphAnswer;

/// <summary>A path.</summary>
/// <param name="Nodes">The entities from start to end.</param>
/// <param name="Edges">One relation for each step, in order; where it leads back, its target is the entity before.</param>
public sealed record GraphPath(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    /// <summary>The number of steps.</summary>
    public int Length => Edges.Count;

    /// <summary>The sum of the weights of its relations, where weights were asked for.</summary>
    public double? Cost { get; init; }
}

/// <summary>Where to begin, when asking what an entity holds up.</summary>
public sealed record LossOptions
{
    /// <summary>The roots; when empty, every entity of the sub-graph that nothing leads to.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>Only relations of these types; all when empty.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];

    /// <summary>Only relations that hold at this time; all when null.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How many entities to list: 1 to 10,000; default 100.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>What could no longer be reached.</summary>
/// <param name="Total">How many entities, without the one that goes.</param>
/// <param name="Items">Some of them.</param>
public sealed record Losses(long Total, IReadOnlyList<GraphNode> Items) : GraphAnswer;

/// <summary>Which circles to find.</summary>
public sealed record CycleOptions
{
    /// <summary>Only circles through this entity; anywhere when null.</summary>
    public string? Through { get; init; }

    /// <summary>Only relations of these types; all when empty.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];

    /// <summary>Only relations that hold at this time; all when null.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The largest number of steps of a circle: 1 to 20; default 6.</summary>
    public int MaxLength { get; init; } = 6;

    /// <summary>How many circles: 1 to 1,000; default 10.</summary>
    public int Limit { get; init; } = 10;
}

/// <summary>Circles.</summary>
/// <param name="HasAny">Whether there is any circle at all, of whatever length.</param>
/// <param name="Cycles">Some of them; the first entity of each is not repeated at its end.</param>
/// <param name="Truncated">Whether there may be more.</param>
public sealed record GraphCycles(bool HasAny, IReadOnlyList<IReadOnlyList<GraphNode>> Cycles, bool Truncated) : GraphAnswer;

/// <summary>Which order to find.</summary>
public sealed record OrderOptions
{
    /// <summary>Only relations of these types, and only entities that have one of them; all when empty.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];

    /// <summary>Only relations that hold at this time; all when null.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether targets come before their sources, as what is depended on comes before what depends on it.</summary>
    public bool TargetsFirst { get; init; }

    /// <summary>How many entities to list: 1 to 10,000; default 100.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>Entities in the order of their relations.</summary>
/// <param name="Total">How many there are in the order; where there is a circle, how many there are in that.</param>
/// <param name="Items">The first of them; none when there is a circle.</param>
/// <param name="Cycle">A circle that prevents an order, of a long one the beginning; null when there is none.</param>
public sealed record GraphOrder(long Total, IReadOnlyList<GraphNode> Items, IReadOnlyList<GraphNode>? Cycle) : GraphAnswer;
