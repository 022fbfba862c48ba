namespace ThreeDb.Graphs;

/// <summary>What <see cref="Harmonic"/> computes.</summary>
public sealed record HarmonicOptions
{
    /// <summary>Which steps count: In measures how near a node is to all that lead to it (as NetworkX does), Out how near what it leads to is, Any both ways.</summary>
    public Direction Direction { get; init; } = Direction.In;

    /// <summary>Whether the sum of weights makes a way long, where the graph has any, instead of its number of steps. They must be 0 or more.</summary>
    public bool Weighted { get; init; }

    /// <summary>Whether the sums are divided by the number of other nodes, so that scores are 0 to 1.</summary>
    public bool Normalized { get; init; }
}
