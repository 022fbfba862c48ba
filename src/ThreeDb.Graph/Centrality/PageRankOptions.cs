namespace ThreeDb.Graphs;

/// <summary>What <see cref="PageRank"/> computes.</summary>
public sealed record PageRankOptions
{
    /// <summary>The share of rank that follows relations; the rest teleports. 0 to 1.</summary>
    public double Damping { get; init; } = 0.85;

    /// <summary>The most iterations, from 0; with 0 every node keeps 1/n.</summary>
    public int MaximumIterations { get; init; } = 100;

    /// <summary>
    /// Ends when the changes of all ranks add up to less than this, whatever the number of nodes. What is then missing adds up to less than damping / (1 - damping)
    /// times this. 0: runs exactly the iterations.
    /// </summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Where teleports lead, each node equally likely (as often as it stands here); all nodes when empty.</summary>
    public IReadOnlyList<int> Personalization { get; init; } = [];

    /// <summary>Whether rank leaves a node in proportion to weights, where the graph has any; else to the number of relations.</summary>
    public bool Weighted { get; init; } = true;

    /// <summary>Which way rank follows relations: out, from source to target; in, against them; any, both ways.</summary>
    public Direction Direction { get; init; } = Direction.Out;
}
