namespace ThreeDb.Graphs;

/// <summary>The best pairs of a whole graph, found with all threads; the same whatever their number.</summary>
internal static class BestOfAll
{
    private const int MostLanes = 256;

    /// <summary>Finds them.</summary>
    /// <param name="nodes">The number of nodes.</param>
    /// <param name="limit">How many pairs to keep.</param>
    /// <param name="run">Threads and cancellation.</param>
    /// <param name="search">Makes what a thread searches with.</param>
    /// <param name="offer">Offers the pairs of a node.</param>
    public static ScoredPair[] Find(int nodes, int limit, AlgorithmRun run, Func<SharedNeighbors> search, Action<int, SharedNeighbors, BestPairs> offer)
    {
        var lanes = Math.Min(nodes, MostLanes);
        var threads = new List<BestPairs>();
        Lanes.Run(run, lanes, Begin, (lane, own) =>
        {
            for (var node = lane; node < nodes; node += lanes)
            {
                offer(node, own.Search, own.Best);
            }
        });

        // The best of all are among the best of each thread, whichever pairs it had.
        return [.. threads.SelectMany(best => best.Ordered()).Order().Take(limit)];

        (SharedNeighbors Search, BestPairs Best) Begin()
        {
            var best = new BestPairs(limit);
            lock (threads)
            {
                threads.Add(best);
            }

            return (search(), best);
        }
    }

    /// <summary>How much work it is to go two steps from every node.</summary>
    /// <param name="toMiddle">The relations to the nodes in between, from these.</param>
    /// <param name="fromMiddle">The relations from them.</param>
    /// <param name="limit">Those that lead to more than this are passed over.</param>
    public static double Work(Adjacency toMiddle, Adjacency fromMiddle, int limit)
    {
        var work = 1d;
        for (var middle = 0; middle < fromMiddle.NodeCount; middle++)
        {
            double degree = fromMiddle.Degree(middle);
            work += degree > limit ? degree : toMiddle.Degree(middle) * degree;
        }

        return work;
    }
}
