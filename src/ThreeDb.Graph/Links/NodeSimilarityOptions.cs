namespace ThreeDb.Graphs;

/// <summary>What <see cref="NodeSimilarity"/> computes.</summary>
public sealed record NodeSimilarityOptions
{
    /// <summary>The measure.</summary>
    public SimilarityMeasure Measure { get; init; }

    /// <summary>Which neighbours are compared: those that a node points at, those that point at it, or both.</summary>
    public Direction Direction { get; init; } = Direction.Out;

    /// <summary>The node whose likes are looked for; the best pairs of the whole graph when null.</summary>
    public int? Node { get; init; }

    /// <summary>The most pairs to return, from 0.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>Nodes with fewer neighbours are not compared: two nodes with the same only neighbour are alike by chance.</summary>
    public int MinimumDegree { get; init; } = 1;

    /// <summary>
    /// Neighbours that more nodes than this share do not count as shared. The work grows with the square of how many share one: on large graphs with hubs, set it.
    /// </summary>
    public int MaximumShared { get; init; } = int.MaxValue;
}
