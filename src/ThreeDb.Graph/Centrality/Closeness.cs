namespace ThreeDb.Graphs;

/// <summary>
/// The inverse of the mean distance between a node and those that reach it, in steps or by weight; 0 for a node that none reaches (so in an empty graph or with one
/// node), and where all distances are 0. Of parallel relations the lightest counts; self-loops change nothing. Exact, from all nodes: n² node visits in the worst case, 64 searches at a
/// time; by weight one by one, each of them Dijkstra's.
/// </summary>
public static class Closeness
{
    /// <summary>Computes the scores.</summary>
    /// <exception cref="ThreeDbException">TDB1017: a weight that counts is negative or not finite.</exception>
    public static ClosenessResult Run(Subgraph graph, ClosenessOptions options, AlgorithmRun run)
    {
        if (options.Weighted)
        {
            AlgorithmParameter.HasNoNegativeWeight(graph);
        }

        run.Report(0);
        var (distances, reached) = DistanceSums.Of(graph, options.Direction, harmonic: false, options.Weighted, run);
        var scores = new double[graph.NodeCount];
        for (var node = 0; node < scores.Length; node++)
        {
            var score = distances[node] > 0 ? reached[node] / distances[node] : 0;
            scores[node] = options.WassermanFaust && scores.Length > 1 ? score * reached[node] / (scores.Length - 1) : score;
        }

        run.Report(1);
        return new ClosenessResult(scores);
    }
}
