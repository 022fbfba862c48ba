namespace ThreeDb.Graphs;

/// <summary>Sums over the distances from all nodes to each, by searches from 64 nodes at once.</summary>
internal static class DistanceSums
{
    /// <summary>For each node the sum of distances (or of their inverses), and how many other nodes reach it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="direction">In: along relations to the node; Out: against them; Any: both.</param>
    /// <param name="harmonic">Whether inverses are added up.</param>
    /// <param name="run">The run.</param>
    public static (double[] Sums, double[] Reached) Of(Subgraph graph, Direction direction, bool harmonic, AlgorithmRun run)
    {
        // What arrives at a node was sent along its incoming relations, so searches run the other way.
        var rows = SimpleAdjacency.Rows(graph, direction switch { Direction.In => Direction.Out, Direction.Out => Direction.In, _ => Direction.Any });
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
}
