namespace ThreeDb.Graphs;

/// <summary>
/// Core numbers: the largest k for which a node belongs to a sub-graph where each has k neighbours (Seidman 1983), by peeling off the node of the smallest degree
/// (Batagelj and Zaversnik 2003). Self-loops count for nothing and parallel relations once. Weights are not looked at.
/// </summary>
public static class KCore
{
    /// <summary>Computes the numbers.</summary>
    public static KCoreResult Run(Subgraph graph, KCoreOptions options, AlgorithmRun run)
    {
        run.Report(0);
        var rows = SimpleAdjacency.Of(graph, options.Direction, run.Cancellation);
        // A node that is peeled off is missed by those that count it as a neighbour.
        var back = options.Direction == Direction.Any ? rows : SimpleAdjacency.Of(graph, options.Direction == Direction.Out ? Direction.In : Direction.Out, run.Cancellation);
        var cores = new int[graph.NodeCount];
        for (var node = 0; node < cores.Length; node++)
        {
            cores[node] = rows.Degree(node);
        }

        var pulse = new WorkPulse(new WorkMeter(run, graph.NodeCount + (double)back.Targets.Length));
        var queue = new PeelingQueue(cores);
        for (var i = 0; i < cores.Length; i++)
        {
            var node = queue.Peel(i);
            var neighbours = back.Of(node);
            foreach (var neighbour in neighbours)
            {
                if (cores[neighbour] > cores[node])
                {
                    queue.Lower(neighbour);
                }
            }

            pulse.Add(neighbours.Length);
        }

        run.Report(1);
        return new KCoreResult(cores, cores.Length == 0 ? 0 : cores.Max());
    }
}
