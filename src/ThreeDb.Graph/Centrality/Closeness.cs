namespace ThreeDb.Graphs;

/// <summary>
/// The inverse of the mean distance between a node and those that reach it, in steps; 0 for a node that none reaches (so in an empty graph or with one node).
/// Weights are not looked at; parallel relations and self-loops change nothing. Exact, from all nodes: n² node visits in the worst case, 64 searches at a time.
/// </summary>
public static class Closeness
{
    /// <summary>Computes the scores.</summary>
    public static ClosenessResult Run(Subgraph graph, ClosenessOptions options, AlgorithmRun run)
    {
        run.Report(0);
        var (distances, reached) = DistanceSums.Of(graph, options.Direction, harmonic: false, run);
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
