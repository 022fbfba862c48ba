using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>On 10,000,000 relations, half of them of one entity, everything stops within 50 ms, and so it does on a ring of 1,000,000.</summary>
[Collection(nameof(Alone))]
public sealed class StoppingTests(StoppingTests.LargeGraph large, StoppingTests.LongRing ring) : IClassFixture<StoppingTests.LargeGraph>, IClassFixture<StoppingTests.LongRing>
{
    private static readonly Dictionary<string, Action<GraphView, WalkRules>> Walks = new()
    {
        ["count"] = (view, rules) => KHop.Count(view, 1, rules with { Direction = Direction.Out }),
        ["count by type"] = (view, rules) => KHop.Count(view, 1, rules with { Types = [1] }),
        ["count at a time"] = (view, rules) => KHop.Count(view, 1, rules with { At = 5 }),
        ["list"] = (view, rules) => KHop.Seqs(view, 1, rules),
        ["neighbours"] = (view, rules) => Neighbours.Of(view, 1, rules, 1_000),
        ["network"] = (view, rules) => NetworkWalk.From(view, 1, rules, 10_000),
        ["impact"] = (view, rules) => ImpactWalk.Of(view, 1, rules, 10_000),
        ["path"] = (view, rules) => ShortestPath.Find(view, 2, view.SeqEnd - 1, rules with { Direction = Direction.Out }),
        ["all paths"] = (view, rules) => AllShortestPaths.Find(view, 2, view.SeqEnd - 1, rules, 1_000),
        ["several paths"] = (view, rules) => KShortestPaths.Find(view, 2, view.SeqEnd - 1, rules, 20, weighted: true),
        ["cheapest path"] = (view, rules) => WeightedPath.CostsFrom(view, 1, rules),
        ["cheapest path of some steps"] = (view, rules) => CheapestPath.Find(view, 2, view.SeqEnd - 1, rules with { Depth = 3 }),
        ["common"] = (view, rules) => CommonNeighbours.Of(view, 1, 2, rules, 1_000),
        ["losses"] = (view, rules) => Unreachable.Without(view, [1], 3, rules),
        ["cycles"] = (view, rules) => Cycles.Through(view, 1, rules, 3, 1_000),
        ["any cycle"] = (view, rules) => Cycles.Exist(view, rules),
        ["order"] = (view, rules) => TopologicalOrder.Of(view, rules with { Direction = Direction.Out }),
    };

    public static TheoryData<string> Names => [.. Walks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Walk_stops_within_50_ms(string name) =>
        Stopping.IsQuick(token => Walks[name](large.View, new WalkRules { Depth = 20, Cancellation = token }));

    // All the way round but for the last step is the longest chain there is.
    [Fact]
    public void Longest_path_stops_within_50_ms()
    {
        var last = ring.View.SeqEnd - 1;
        Stopping.IsQuick(token => ShortestPath.Find(ring.View, 1, last, Along(token)));
        Stopping.IsQuick(token => WeightedPath.Find(ring.View, 1, last, Along(token)));
        Assert.Equal(last, ShortestPath.Find(ring.View, 1, last, Along(default)).Path!.Seqs.Count);
    }

    [Fact]
    public void Order_that_a_long_circle_prevents_stops_within_50_ms()
    {
        Stopping.IsQuick(token => TopologicalOrder.Of(ring.View, Along(token)));
        Assert.Equal(ring.View.SeqEnd, TopologicalOrder.Of(ring.View, Along(default)).Cycle!.Seqs.Count);
    }

    [Fact]
    public void Spanning_forest_of_a_long_circle_stops_within_50_ms() =>
        Stopping.IsQuick(token => SpanningForest.Run(ring.Part, new SpanningForestOptions(), new AlgorithmRun(cancellationToken: token)));

    [Fact]
    public void Groups_of_one_each_stop_within_50_ms() => Stopping.IsQuick(token => Partition.BySize(DisjointSets.Alone(large.Part.NodeCount), token));

    [Fact]
    public void Comparison_stops_within_50_ms() => Stopping.IsQuick(token => GraphDifference.Between(large.View, large.View, cancellationToken: token));

    [Fact]
    public void Pairs_of_a_node_with_most_others_stop_within_50_ms()
    {
        _ = large.Part.In;
        var candidates = new LinkPredictionOptions { Node = 0, Measure = LinkMeasure.CommonNeighbors, Direction = Direction.Out };
        Stopping.IsQuick(token => NodeSimilarity.Run(large.Part, new NodeSimilarityOptions { Node = 0 }, new AlgorithmRun(cancellationToken: token)));
        Stopping.IsQuick(token => LinkPrediction.Run(large.Part, candidates, new AlgorithmRun(cancellationToken: token)));
    }

    [Fact]
    public void Subgraph_stops_within_50_ms() => Stopping.IsQuick(token => new SubgraphMaker().Make(large.View, SubgraphSelection.All, threads: 1, token));

    [Fact]
    public void Rows_from_targets_stop_within_50_ms() => Stopping.IsQuick(token => new Subgraph(large.Part.Out, []).Rows(Direction.In, token));

    [Fact]
    public void Rows_both_ways_stop_within_50_ms()
    {
        var from = large.Part.In;
        Stopping.IsQuick(token => large.Part.Out.MergedWith(from, token));
    }

    [Theory]
    [InlineData(Direction.Out)]
    [InlineData(Direction.In)]
    public void Rows_of_different_neighbours_stop_within_50_ms(Direction direction)
    {
        _ = large.Part.Rows(direction, default);
        Stopping.IsQuick(token => SimpleAdjacency.Of(large.Part, direction, token));
        Stopping.IsQuick(token => SimpleAdjacency.Lightest(large.Part, direction, token));
    }

    [Fact]
    public void Rows_that_were_stopped_are_made_the_next_time()
    {
        var graph = GraphShapes.Weighted(new Random(2), GraphShapes.PowerLaw(new Random(1), 20_000, 200_000));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => graph.Rows(Direction.Any, cancelled.Token));
        Assert.Equal(graph.RelationCount, graph.In.Targets.Length);
        Assert.Same(graph.In, graph.Rows(Direction.In, cancelled.Token));
        Assert.Same(graph.Undirected, graph.Rows(Direction.Any, CancellationToken.None));
    }

    [Fact]
    public async Task Walk_that_was_stopped_within_a_step_leaves_nothing_behind()
    {
        // The first entity has enough relations to be looked at in pieces: the token is seen after thousands were met.
        var view = WalkGraphs.ViewOf(GraphShapes.Of(400_000, Enumerable.Range(1, 399_999).Select(i => (0, i))));
        var expected = KHop.Count(view, 1, new WalkRules { Direction = Direction.Out }).ByDepth;
        for (var i = 0; i < 40; i++)
        {
            using var source = new CancellationTokenSource();
            var rules = new WalkRules { Direction = Direction.Out, Cancellation = source.Token };
            var spins = i * 2_000;
            var stop = Task.Run(() =>
            {
                Thread.SpinWait(spins);
                source.Cancel();
            });
            Assert.Throws<OperationCanceledException>(Walk);
            await stop;
            Assert.Equal(expected, KHop.Count(view, 1, new WalkRules { Direction = Direction.Out }).ByDepth);

            void Walk()
            {
                while (true)
                {
                    KHop.Count(view, 1, rules);
                }
            }
        }
    }

    private static WalkRules Along(CancellationToken token) => new() { Direction = Direction.Out, Depth = int.MaxValue, Cancellation = token };

    /// <summary>Each entity leads to the next, and the last to the first.</summary>
    public sealed class LongRing
    {
        public LongRing()
        {
            View = WalkGraphs.ViewOf(GraphShapes.Ring(1_000_000));
            Part = new SubgraphMaker().Make(View, SubgraphSelection.All);
        }

        public GraphView View { get; }

        public Subgraph Part { get; }
    }

    /// <summary>Entity 1 leads to half of what there is, with weights and times; the other relations join any two.</summary>
    public sealed class LargeGraph
    {
        private const int Entities = 2_500_000;
        private const int Relations = 10_000_000;

        public LargeGraph()
        {
            var random = new Random(11);
            var builder = new GraphBuilder(new GraphNames());
            var (entity, relation) = (builder.EntityType("thing"), builder.RelationType("calls"));
            for (var seq = 1; seq <= Entities; seq++)
            {
                builder.AddEntity(seq, entity, 0, System.Text.Encoding.UTF8.GetBytes($"e{seq}"));
            }

            int[] details = [.. Enumerable.Range(1, 20).Select(i => builder.Detail(i, i % 3, long.MaxValue, ""))];
            for (var i = 0; i < Relations; i++)
            {
                var source = i % 2 == 0 ? 1 : random.Next(1, Entities + 1);
                builder.AddRelation(source, random.Next(1, Entities + 1), relation, details[i % details.Length]);
            }

            View = MemoryGraph.Of(builder).Current;
            Part = new SubgraphMaker().Make(View, SubgraphSelection.All);
        }

        public GraphView View { get; }

        public Subgraph Part { get; }
    }
}
