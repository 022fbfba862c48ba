namespace ThreeDb.Graphs;

/// <summary>Parts of a graph that relations join, whatever their direction.</summary>
public static class WeakComponents
{
    /// <summary>Finds the components. Works with all threads; the result does not depend on them. An empty graph has none, one node is one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Settings.</param>
    /// <param name="run">Controls.</param>
    public static ComponentsResult Run(Subgraph graph, WeakComponentsOptions options, AlgorithmRun run)
    {
        ArgumentNullException.ThrowIfNull(options);
        run.Report(0);
        return new ComponentsResult(Partition.OfForest(new SampledComponents(graph.Out, run).Forest()));
    }
}
