namespace ThreeDb.Graphs;

/// <summary>
/// How much the neighbours of a node are neighbours of each other (Watts and Strogatz 1998): relations found among them over those possible. Neighbours are those
/// at either end of a relation. Self-loops count for nothing and parallel relations once; a node with fewer than two neighbours has 0.
/// </summary>
public static class Clustering
{
    /// <summary>Computes the coefficients.</summary>
    public static ClusteringResult Run(Subgraph graph, ClusteringOptions options, AlgorithmRun run)
    {
        run.Report(0);
        var rows = new UphillRows(graph, int.MaxValue, options.Directed, run);
        var found = TriangleCount.Run(rows, run);
        var coefficients = new double[graph.NodeCount];
        var (sum, closed, all) = (0d, 0d, 0d);
        for (var node = 0; node < coefficients.Length; node++)
        {
            var pairs = (double)rows.Degrees[node] * (rows.Degrees[node] - 1);
            var relations = options.Directed ? found[node] : 2d * found[node];
            coefficients[node] = pairs > 0 ? relations / pairs : 0;
            sum += coefficients[node];
            closed += relations;
            all += pairs;
        }

        run.Report(1);
        return new ClusteringResult(coefficients, coefficients.Length == 0 ? 0 : sum / coefficients.Length, all > 0 ? closed / all : 0);
    }
}
