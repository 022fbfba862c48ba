namespace ThreeDb.Graphs;

/// <summary>
/// The sum of 1 / distance over all other nodes, in steps or by weight; those that do not reach a node, or at the distance 0, add nothing
/// (Rochat 2009). Of parallel relations the lightest counts; self-loops change nothing. Exact, from all nodes: n² node visits in the worst case, 64 searches at a
/// time; by weight one by one, each of them Dijkstra's.
/// </summary>
public static class Harmonic
{
    /// <summary>Computes the scores.</summary>
    /// <exception cref="ThreeDbException">TDB1017: a weight that counts is negative or not finite.</exception>
    public static HarmonicResult Run(Subgraph graph, HarmonicOptions options, AlgorithmRun run)
    {
        if (options.Weighted)
        {
            AlgorithmParameter.HasNoNegativeWeight(graph);
        }

        run.Report(0);
        var (scores, _) = DistanceSums.Of(graph, options.Direction, harmonic: true, options.Weighted, run);
        if (options.Normalized && scores.Length > 1)
        {
            for (var node = 0; node < scores.Length; node++)
            {
                scores[node] /= scores.Length - 1;
            }
        }

        run.Report(1);
        return new HarmonicResult(scores);
    }
}
