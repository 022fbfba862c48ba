namespace ThreeDb.Graphs;

/// <summary>Sums over the distances from all nodes to each, by searches from 64 nodes at once; by weight from one at a time.</summary>
internal static class DistanceSums
{
    /// <summary>For each node the sum of distances (or of their inverses), and how many other nodes reach it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="direction">In: along relations to the node; Out: against them; Any: both.</param>
    /// <param name="harmonic">Whether inverses are added up.</param>
    /// <param name="weighted">Whether weights count where there are any; none is negative then.</param>
    /// <param name="run">The run.</param>
    public static (double[] Sums, double[] Reached) Of(Subgraph graph, Direction direction, bool harmonic, bool weighted, AlgorithmRun run)
    {
        // What arrives at a node was sent along its incoming relations, so searches run the other way.
        var against = direction switch { Direction.In => Direction.Out, Direction.Out => Direction.In, _ => Direction.Any };
        return weighted && graph.IsWeighted ? ByWeight(SimpleAdjacency.Lightest(graph, against, run.Cancellation), harmonic, run) : InSteps(graph.Rows(against, run.Cancellation), harmonic, run);
    }

    private static (double[] Sums, double[] Reached) InSteps(Adjacency rows, bool harmonic, AlgorithmRun run)
    {
        var nodes = rows.NodeCount;
        var batches = (nodes + SharedSearch.Width - 1) / SharedSearch.Width;
        var lanes = Math.Min(batches, Lanes.For(nodes));
        var (sums, reached) = (new double[lanes][], new double[lanes][]);
        var meter = new WorkMeter(run, 5d * batches * (nodes + (double)rows.Targets.Length));
        Lanes.Run(run, lanes, () => new SharedSearch(rows, meter), (lane, search) =>
        {
            (sums[lane], reached[lane]) = (new double[nodes], new double[nodes]);
            for (var batch = lane; batch < batches; batch += lanes)
            {
                search.Add(batch * SharedSearch.Width, harmonic, sums[lane], reached[lane]);
            }
        });
        return (Lanes.Sum(nodes, sums), Lanes.Sum(nodes, reached));
    }

    private static (double[] Sums, double[] Reached) ByWeight(Adjacency rows, bool harmonic, AlgorithmRun run)
    {
        var nodes = rows.NodeCount;
        var lanes = Math.Min(nodes, Lanes.For(nodes));
        var (sums, reached) = (new double[lanes][], new double[lanes][]);
        var meter = new WorkMeter(run, nodes * (nodes + (double)rows.Targets.Length));
        Lanes.Run(run, lanes, () => new WeightedSearch(rows, meter), (lane, search) =>
        {
            var (sum, count) = (sums[lane], reached[lane]) = (new double[nodes], new double[nodes]);
            for (var source = lane; source < nodes; source += lanes)
            {
                search.Run(source);
                foreach (var node in search.Order[1..])
                {
                    var distance = search.Distances[node];
                    sum[node] += !harmonic ? distance : distance > 0 ? 1 / distance : 0;
                    count[node]++;
                }
            }
        });
        return (Lanes.Sum(nodes, sums), Lanes.Sum(nodes, reached));
    }
}
