using ThreeDb.Graphs;

namespace ThreeDb.Tests;

/// <summary>What an algorithm says that it takes is what it takes at most, and not far more.</summary>
public sealed class AnalysisNeedTests
{
    private const int Nodes = 1_000;
    private const int Relations = 10_000;
    private const long Slack = 256 * 1024;

    public static TheoryData<GraphAlgorithm, bool, Direction?> Runs => new(
        from algorithm in Enum.GetValues<GraphAlgorithm>()
        from weighted in new[] { false, true }
        from direction in new Direction?[] { null, Direction.Out, Direction.In }
        select new TheoryDataRow<GraphAlgorithm, bool, Direction?>(algorithm, weighted, direction));

    [Theory]
    [MemberData(nameof(Runs))]
    public void Algorithm_allocates_no_more_than_it_says(GraphAlgorithm algorithm, bool weighted, Direction? direction)
    {
        var request = new AnalysisRequest { Algorithm = algorithm, Weighted = weighted, Direction = direction, Samples = 40, Iterations = 4, Limit = 20 };
        Allocated(request);
        var (allocated, need) = Allocated(request);
        Assert.InRange(allocated, need / 12, need + Slack);
    }

    private static (long Allocated, long Need) Allocated(AnalysisRequest request)
    {
        var random = new Random(5);
        int[] sources = [.. Enumerable.Range(0, Relations).Select(_ => random.Next(Nodes))];
        int[] targets = [.. Enumerable.Range(0, Relations).Select(_ => random.Next(Nodes))];
        double[] weights = [.. Enumerable.Range(0, Relations).Select(_ => (double)random.Next(1, 9))];
        var graph = request.Weighted ? Subgraph.Of(Nodes, sources, targets, weights) : Subgraph.Of(Nodes, sources, targets);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Analyses.Run(graph, request, [], new AlgorithmRun(threads: 1));
        return (GC.GetAllocatedBytesForCurrentThread() - before + graph.Out.Bytes, AnalysisNeed.Of(SubgraphSize.Of(graph), request, threads: 1));
    }
}
