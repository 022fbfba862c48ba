namespace ThreeDb.Graphs;

/// <summary>How to walk a graph.</summary>
public sealed record WalkRules
{
    /// <summary>Which way to follow relations.</summary>
    public Direction Direction { get; init; } = Direction.Any;

    /// <summary>The numbers of the types of relations to follow; all when empty. A number that no relation has, such as 0, leads nowhere.</summary>
    public IReadOnlyList<int> Types { get; init; } = [];

    /// <summary>Follows only relations that hold at this time, in microseconds since 1970; null for all.</summary>
    public long? At { get; init; }

    /// <summary>The largest number of steps; at 0 there is only the start.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>The largest number of entities that one step may find; those found first are kept.</summary>
    public int MaxPerHop { get; init; } = int.MaxValue;

    /// <summary>The largest number of entities to visit besides the start.</summary>
    public int MaxVisited { get; init; } = int.MaxValue;

    /// <summary>Stops within 50 ms.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Follows relations the other way.</summary>
    internal WalkRules Reversed() => this with
    {
        Direction = Direction switch
        {
            Direction.Out => Direction.In,
            Direction.In => Direction.Out,
            _ => Direction.Any,
        },
    };
}
