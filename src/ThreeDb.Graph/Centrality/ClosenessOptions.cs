namespace ThreeDb.Graphs;

/// <summary>What <see cref="Closeness"/> computes.</summary>
public sealed record ClosenessOptions
{
    /// <summary>Which steps count: In measures how near a node is to all that lead to it (as NetworkX does), Out how near what it leads to is, Any both ways.</summary>
    public Direction Direction { get; init; } = Direction.In;

    /// <summary>Whether the sum of weights makes a way long, where the graph has any, instead of its number of steps. They must be 0 or more.</summary>
    public bool Weighted { get; init; }

    /// <summary>
    /// Whether the score is multiplied by the share of nodes that count (Wasserman and Faust 1994), so that a small component's nodes do not look central.
    /// </summary>
    public bool WassermanFaust { get; init; } = true;
}
