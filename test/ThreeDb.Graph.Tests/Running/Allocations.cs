using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>Checks that what an algorithm allocates depends on the nodes, and not on the relations that it visits.</summary>
public static class Allocations
{
    private const long Slack = 64 * 1024;

    public static void DoNotGrowWithRelations(Action<Subgraph, AlgorithmRun> algorithm)
    {
        var (few, many) = (Allocated(20_000), Allocated(400_000));
        Assert.InRange(many, 0, few + Slack);

        long Allocated(int relations)
        {
            var graph = GraphShapes.PowerLaw(new Random(3), 2000, relations);
            _ = graph.Undirected;
            var run = new AlgorithmRun(threads: 1);
            algorithm(graph, run);
            var before = GC.GetAllocatedBytesForCurrentThread();
            algorithm(graph, run);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
