namespace ThreeDb.Graphs;

/// <summary>
/// Triangles: three nodes that are all neighbours, whatever the directions of their relations. Self-loops count for nothing and parallel or opposite relations
/// once. Every relation is turned towards the end with the higher degree, so that no node has more than √(2m) to look at (Chiba and Nishizeki 1985; Latapy 2008).
/// </summary>
public static class Triangles
{
    /// <summary>Counts them.</summary>
    /// <exception cref="ThreeDbException">TDB1017: an option is out of range.</exception>
    public static TrianglesResult Run(Subgraph graph, TrianglesOptions options, AlgorithmRun run)
    {
        AlgorithmParameter.AtLeast("maximumDegree", options.MaximumDegree, 0);
        run.Report(0);
        var counts = TriangleCount.Run(new UphillRows(graph, options.MaximumDegree, withWays: false, run), run);
        var total = 0L;
        foreach (var count in counts)
        {
            total += count;
        }

        run.Report(1);
        return new TrianglesResult(counts, total / 3);
    }
}
