namespace ThreeDb.Graphs;

/// <summary>What <see cref="Betweenness"/> computes.</summary>
public sealed record BetweennessOptions
{
    /// <summary>Whether paths lead both ways over relations; then each pair of nodes counts once.</summary>
    public bool Undirected { get; init; }

    /// <summary>
    /// Whether the sum of weights makes a path long, where the graph has any, instead of its number of steps. They must be above 0: with 0 there would be endless ways
    /// of the same length. Each search takes the time of Dijkstra's.
    /// </summary>
    public bool Weighted { get; init; }

    /// <summary>Whether scores are shares of all pairs of other nodes, 0 to 1.</summary>
    public bool Normalized { get; init; }

    /// <summary>Up to this many nodes paths from all nodes are followed; above it, from a sample.</summary>
    public int ExactUpTo { get; init; } = 10_000;

    /// <summary>How many nodes a sample has, from 1. The error falls with its square root.</summary>
    public int Samples { get; init; } = 1_000;

    /// <summary>How likely all scores of a sample are within the error bound at once: above 0, below 1.</summary>
    public double Confidence { get; init; } = 0.95;
}
