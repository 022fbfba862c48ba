namespace ThreeDb.Graphs;

/// <summary>
/// Work split into a fixed number of lanes, whatever the number of threads: what a lane adds up, it adds up in one order, and the lanes' sums are added
/// in the order of the lanes. So sums of floating-point numbers come out the same with one thread and with many.
/// </summary>
internal static class Lanes
{
    // Each lane may hold an array over all nodes, so large graphs get fewer.
    public static int For(int nodes) => nodes <= 200_000 ? 32 : nodes <= 2_000_000 ? 16 : 8;

    /// <summary>Runs the lanes 0 to count - 1; a thread takes the next one when it is done with one.</summary>
    /// <param name="run">Gives threads and cancellation.</param>
    /// <param name="count">The number of lanes.</param>
    /// <param name="scratch">Makes what a thread needs for itself.</param>
    /// <param name="work">Does a lane.</param>
    public static void Run<TScratch>(AlgorithmRun run, int count, Func<TScratch> scratch, Action<int, TScratch> work)
    {
        var threads = Math.Min(run.Threads, count);
        var next = -1;
        var hasFailed = false;
        Team.Run(threads, () =>
        {
            var (own, has) = (default(TScratch)!, false);
            try
            {
                for (var lane = Interlocked.Increment(ref next); lane < count && !Volatile.Read(ref hasFailed); lane = Interlocked.Increment(ref next))
                {
                    run.Cancellation.ThrowIfCancellationRequested();
                    own = has ? own : scratch();
                    has = true;
                    work(lane, own);
                }
            }
            catch
            {
                Volatile.Write(ref hasFailed, true);
                throw;
            }
        });
    }

    /// <summary>Adds up the lanes' arrays, in the order of the lanes.</summary>
    public static double[] Sum(int nodes, IEnumerable<double[]?> lanes)
    {
        var sum = new double[nodes];
        foreach (var lane in lanes)
        {
            for (var node = 0; lane is not null && node < nodes; node++)
            {
                sum[node] += lane[node];
            }
        }

        return sum;
    }
}
