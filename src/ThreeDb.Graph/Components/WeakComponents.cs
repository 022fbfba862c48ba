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
        var parents = DisjointSets.Alone(graph.NodeCount);
        var relations = graph.Out;
        var progress = new SharedProgress(run, 4 * AlgorithmRun.RangesOf(relations));

        // 1. A relation of each node. It joins most of what there is to join.
        run.ForRanges(relations, (from, to, _) =>
        {
            for (var node = from; node < to; node++)
            {
                if (relations.Degree(node) > 0)
                {
                    DisjointSets.Join(parents, node, relations.Of(node)[0]);
                }
            }

            progress.Advance();
        });
        Flatten(graph, parents, run, progress);

        // 2. All others. Most of them find both ends under one parent.
        run.ForRanges(relations, (from, to, _) =>
        {
            for (var node = from; node < to; node++)
            {
                JoinAll(parents, node, relations.Of(node));
            }

            progress.Advance();
        });

        // 3. The roots, which are the smallest nodes.
        Flatten(graph, parents, run, progress);
        return new ComponentsResult(Partition.InOrderOfNodes(parents));
    }

    private static void Flatten(Subgraph graph, int[] parents, AlgorithmRun run, SharedProgress progress) =>
        run.ForRanges(graph.Out, (from, to, _) =>
        {
            DisjointSets.Flatten(parents, from, to);
            progress.Advance();
        });

    private static void JoinAll(int[] parents, int node, ReadOnlySpan<int> targets)
    {
        var parent = parents[node];
        foreach (var target in targets)
        {
            if (parents[target] != parent)
            {
                DisjointSets.Join(parents, node, target);
                parent = parents[node];
            }
        }
    }
}
