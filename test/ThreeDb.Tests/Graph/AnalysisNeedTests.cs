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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weak_components_and_their_largest_groups_make_no_rows_beside_those_that_are_there(bool weighted)
    {
        var graph = Graph(weighted);
        var before = graph.Bytes;
        var found = Analyses.Run(graph, new AnalysisRequest { Algorithm = GraphAlgorithm.WeakComponents }, [], new AlgorithmRun(threads: 1));
        Assert.NotEmpty(LargestGroups.Of(graph, found.Groups!, limit: 5, shown: 5, CancellationToken.None));
        Assert.Equal(before, graph.Bytes);
    }

    [Fact]
    public void Cheap_algorithm_needs_no_more_for_making_its_graph_the_more_threads_there_are()
    {
        var builder = new GraphBuilder(new GraphNames());
        for (var seq = 1; seq <= Nodes; seq++)
        {
            builder.AddEntity(seq, "t", null, $"n{seq}");
        }

        for (var i = 0; i < 4 << 16; i++)
        {
            builder.AddRelation(1 + (i % Nodes), 1 + (i / Nodes), builder.RelationType("R"), 0);
        }

        var view = MemoryGraph.Of(builder).Current;
        var size = SubgraphSize.MostOf(view);
        Assert.Equal(size.MakingBytes(view, 4), size.MakingBytes(view, 64));
        Assert.Equal(1, size.MakersWithin(view, 0, 64));
        foreach (var makers in (int[])[1, 2, 4])
        {
            Assert.Equal(makers, size.MakersWithin(view, size.Bytes + size.MakingBytes(view, makers), 64));
        }
    }

    private static (long Allocated, long Need) Allocated(AnalysisRequest request)
    {
        var graph = Graph(request.Weighted);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Analyses.Run(graph, request, [], new AlgorithmRun(threads: 1));
        return (GC.GetAllocatedBytesForCurrentThread() - before + graph.Out.Bytes, AnalysisNeed.Of(SubgraphSize.Of(graph), request, threads: 1));
    }

    private static Subgraph Graph(bool weighted)
    {
        var random = new Random(5);
        int[] sources = [.. Enumerable.Range(0, Relations).Select(_ => random.Next(Nodes))];
        int[] targets = [.. Enumerable.Range(0, Relations).Select(_ => random.Next(Nodes))];
        double[] weights = [.. Enumerable.Range(0, Relations).Select(_ => (double)random.Next(1, 9))];
        return weighted ? Subgraph.Of(Nodes, sources, targets, weights) : Subgraph.Of(Nodes, sources, targets);
    }
}
