namespace ThreeDb.Graphs;

/// <summary>
/// The sum of 1 / distance over all other nodes, in steps; those that do not reach a node add nothing (Rochat 2009). Weights are not looked at; parallel
/// relations and self-loops change nothing. Exact, from all nodes: n² node visits in the worst case, 64 searches at a time.
/// </summary>
public static class Harmonic
{
    /// <summary>Computes the scores.</summary>
    public static HarmonicResult Run(Subgraph graph, HarmonicOptions options, AlgorithmRun run)
    {
        run.Report(0);
        var (scores, _) = DistanceSums.Of(graph, options.Direction, harmonic: true, run);
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
