namespace ThreeDb.Graphs;

/// <summary>What <see cref="Clustering"/> computes.</summary>
public sealed record ClusteringOptions
{
    /// <summary>
    /// Whether each of the two relations that can lead between two neighbours counts by itself, as LDBC Graphalytics defines it; else it only matters whether they
    /// are neighbours.
    /// </summary>
    public bool Directed { get; init; }
}
