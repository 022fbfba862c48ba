namespace ThreeDb.Graphs;

/// <summary>
/// Communities by label propagation, as LDBC Graphalytics defines it (CDLP): all nodes at once take the label that is most frequent among their
/// neighbours, the smallest of equal ones. A relation counts at both of its ends, so that two opposite ones count twice, and so do parallel ones;
/// a self-loop counts once. Weights are not looked at. A node without relations keeps its own label.
/// </summary>
public static class LabelPropagation
{
    /// <summary>Finds communities. Works with all threads; the result does not depend on them. An empty graph has none, one node is one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Settings.</param>
    /// <param name="run">Controls.</param>
    public static LabelPropagationResult Run(Subgraph graph, LabelPropagationOptions options, AlgorithmRun run)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Iterations, 1);
        run.Report(0);
        var rounds = new LabelRounds(graph, run.Cancellation);
        var (iterations, changed) = (0, true);
        var progress = new WorkMeter(run, AlgorithmRun.RangesOf(graph.Out) * options.Iterations);
        while (iterations < options.Iterations && changed)
        {
            changed = rounds.Next(run, progress);
            iterations++;
        }

        return new LabelPropagationResult(Partition.BySize(rounds.Labels, run.Cancellation), rounds.Labels, iterations, !changed);
    }
}
