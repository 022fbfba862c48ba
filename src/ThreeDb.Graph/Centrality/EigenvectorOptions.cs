namespace ThreeDb.Graphs;

/// <summary>What <see cref="Eigenvector"/> computes.</summary>
public sealed record EigenvectorOptions
{
    /// <summary>The most iterations, from 1.</summary>
    public int MaximumIterations { get; init; } = 100;

    /// <summary>Ends when the changes of all scores add up to less than this, whatever the number of nodes. 0: runs exactly the iterations.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>Whether weights count where the graph has any.</summary>
    public bool Weighted { get; init; } = true;

    /// <summary>Which way importance follows relations: out, from source to target; in, against them; any, both ways.</summary>
    public Direction Direction { get; init; } = Direction.Out;
}
