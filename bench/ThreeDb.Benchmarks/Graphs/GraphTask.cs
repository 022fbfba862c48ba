namespace ThreeDb.Benchmarks;

/// <summary>What contestants are asked to do with a graph.</summary>
internal enum GraphTask
{
    /// <summary>How many nodes lie within a number of steps.</summary>
    Reach,

    /// <summary>How long a shortest path is.</summary>
    Path,

    /// <summary>PageRank, damping 0.85, 20 iterations where the engine lets one say so.</summary>
    PageRank,

    /// <summary>PageRank, damping 0.85, until the changes of all ranks add up to less than 0.0001: as FalkorDB has it.</summary>
    SettledPageRank,

    /// <summary>Weakly connected components; the answer is their number.</summary>
    Components,

    /// <summary>Label propagation, 10 iterations where the engine lets one say so; the answer is the number of communities.</summary>
    Labels,

    /// <summary>Louvain on the undirected graph; the answer is the modularity.</summary>
    Louvain,

    /// <summary>Exact betweenness over directed paths; the answer is the sum of all scores.</summary>
    Betweenness,
}

/// <summary>An answer and how long it took.</summary>
/// <param name="Milliseconds">How long.</param>
/// <param name="Answer">A count, a length (-1 for no path) or a measure; see <see cref="GraphTask"/>.</param>
internal readonly record struct Timed(double Milliseconds, double Answer);
