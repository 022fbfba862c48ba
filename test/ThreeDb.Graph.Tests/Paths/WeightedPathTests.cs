using ThreeDb.Changes;
using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

public sealed class WeightedPathTests
{
    [Fact]
    public void Cost_is_the_lowest_and_the_path_has_it()
    {
        foreach (var (graph, random) in ModelGraph.Many().Where(g => g.Graph.Live.Count > 0))
        {
            var (rules, from, to) = (graph.AnyRules(random) with { MaxPerHop = 1 }, graph.Pick(random), graph.Pick(random));
            var slow = new SlowWalk(graph, rules);
            var costs = SlowPaths.Costs(slow, from, int.MaxValue);
            Check(graph, slow, WeightedPath.Find(graph.View, from, to, rules), from, to, costs);
            var all = WeightedPath.CostsFrom(graph.View, from, rules);
            Assert.Equal(costs.OrderBy(e => e.Key), all.Items.Select(item => KeyValuePair.Create(item.Seq, item.Cost)).OrderBy(e => e.Key));
            Assert.Equal(all.Items.Select(item => item.Cost).Order(), all.Items.Select(item => item.Cost));
        }
    }

    [Fact]
    public void Cost_within_a_depth_is_the_lowest_and_the_path_has_it()
    {
        foreach (var (graph, random) in ModelGraph.Many().Where(g => g.Graph.Live.Count > 0))
        {
            for (var round = 0; round < 3; round++)
            {
                var (rules, from, to) = (graph.AnyRules(random), graph.Pick(random), graph.Pick(random));
                var slow = new SlowWalk(graph, rules);
                var answer = CheapestPath.Find(graph.View, from, to, rules);
                Check(graph, slow, answer, from, to, SlowPaths.Costs(slow, from, rules.Depth));
                Assert.True(answer.Path is null || answer.Path.Links.Count <= rules.Depth);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Costs_equal_those_of_Graphalytics(bool directed)
    {
        foreach (var (data, source) in new[] { (GraphalyticsData.Of("sssp", directed), 1L), (GraphalyticsData.Example("SSSP", directed), directed ? 1L : 2L) })
        {
            var view = WalkGraphs.ViewOf(data.Graph);
            var rules = new WalkRules { Direction = directed ? Direction.Out : Direction.Any, Depth = int.MaxValue };
            var costs = Enumerable.Repeat(double.PositiveInfinity, data.Graph.NodeCount).ToArray();
            foreach (var item in WeightedPath.CostsFrom(view, data.NodeOf(source) + 1, rules).Items)
            {
                costs[item.Seq - 1] = item.Cost;
                Assert.Equal(item.Cost, WeightedPath.Find(view, data.NodeOf(source) + 1, item.Seq, rules).Path!.Cost, 1e-9);
                Assert.Equal(item.Cost, CheapestPath.Find(view, data.NodeOf(source) + 1, item.Seq, rules).Path!.Cost, 1e-9);
            }

            var expected = data.Numbers();
            for (var node = 0; node < costs.Length; node++)
            {
                Assert.True(costs[node] == expected[node] || Math.Abs(costs[node] - expected[node]) < 1e-9, $"{data.Ids[node]}: {costs[node]}, not {expected[node]}");
            }
        }
    }

    [Fact]
    public void Negative_weight_is_refused_and_the_relation_named()
    {
        var graph = ModelGraph.Of("negative", [1, 2, 3], [], [new(1, 2, "calls", ""), new(3, 2, "uses", "k", -2.5)], new Random(1));
        var rules = new WalkRules { Depth = 5 };
        foreach (var find in new Action<WalkRules>[]
        {
            how => WeightedPath.Find(graph.View, 1, 3, how),
            how => WeightedPath.CostsFrom(graph.View, 1, how),
            how => CheapestPath.Find(graph.View, 1, 3, how),
            how => KShortestPaths.Find(graph.View, 1, 3, how, 3, weighted: true),
        })
        {
            var refusal = Assert.Throws<ThreeDbException>(() => find(rules));
            Assert.Equal(ErrorCodes.InvalidParameter, refusal.Code);
            Assert.Equal("The relation 'uses' from 'e3' to 'e2' with the key 'k' has the weight -2.5; a path by weight needs weights of 0 or more.", refusal.Message);
            find(rules with { Types = [graph.View.Names.RelationTypes.Find("calls")] });
        }
    }

    // The search would end before it met the relation: 1 to 2 costs 1 at once, by way of 3 it would cost -10.
    [Fact]
    public void Negative_weight_that_no_search_would_meet_is_refused_too()
    {
        var graph = MemoryGraph.Of(Builder([1, 2, 3], [new(1, 2, "calls", ""), new(1, 3, "calls", "", 10), new(3, 2, "calls", "", -20, To: 50), new(2, 3, "uses", "", -1)]));
        var calls = new WalkRules { Direction = Direction.Out, Depth = 5, Types = [graph.Current.Names.RelationTypes.Find("calls")] };
        Refuse("The relation 'calls' from 'e3' to 'e2' has the weight -20; a path by weight needs weights of 0 or more.", calls);
        Refuse("The relation 'calls' from 'e3' to 'e2' has the weight -20; a path by weight needs weights of 0 or more.", calls with { At = 49 });
        Take(calls with { At = 50 });
        Take(calls with { Types = [-1] });

        graph.Apply(new SourceRows([], [new ModelRelation(3, 2, "calls", "", 20).Row(isLive: true)]));
        Take(calls);
        Refuse("The relation 'uses' from 'e2' to 'e3' has the weight -1; a path by weight needs weights of 0 or more.", calls with { Types = [] });
        graph.Apply(new SourceRows([], [new ModelRelation(2, 3, "uses", "").Row(isLive: false)]));
        Take(calls with { Types = [] });
        graph.Apply(new SourceRows([], [new ModelRelation(2, 3, "calls", "new", -7).Row(isLive: true)]));
        Refuse("The relation 'calls' from 'e2' to 'e3' with the key 'new' has the weight -7; a path by weight needs weights of 0 or more.", calls);

        void Refuse(string message, WalkRules how) => Assert.All(Searches(graph.Current), find => Assert.Equal(message, Assert.Throws<ThreeDbException>(() => find(how)).Message));

        void Take(WalkRules how) => Assert.All(Searches(graph.Current), find => find(how));
    }

    [Fact]
    public void Infinite_weight_leads_nowhere()
    {
        var graph = ModelGraph.Of("infinite", [1, 2], [], [new(1, 2, "calls", "", double.PositiveInfinity)], new Random(1));
        Assert.Null(WeightedPath.Find(graph.View, 1, 2, new WalkRules()).Path);
        Assert.Null(CheapestPath.Find(graph.View, 1, 2, new WalkRules()).Path);
    }

    [Fact]
    public void Cap_on_visited_is_told()
    {
        var view = WalkGraphs.ViewOf(GraphShapes.Chain(50));
        var rules = new WalkRules { Depth = 1_000_000_000, MaxVisited = 10 };
        Assert.Equal(new PathAnswer(null, true), WeightedPath.Find(view, 1, 50, rules));
        Assert.Equal(new PathAnswer(null, true), CheapestPath.Find(view, 1, 50, rules));
        Assert.Equal((11, true), (WeightedPath.CostsFrom(view, 1, rules).Items.Count, WeightedPath.CostsFrom(view, 1, rules).Truncated));
        Assert.Equal(10, WeightedPath.Find(view, 1, 11, rules).Path!.Cost);
        Assert.Equal(10, CheapestPath.Find(view, 1, 11, rules with { Depth = 10 }).Path!.Cost);
    }

    [Fact]
    public void Cost_within_a_depth_is_the_lowest_where_each_step_more_makes_every_way_cheaper()
    {
        const int last = 99;
        var view = WalkGraphs.ViewOf(Squares(last + 1, last + 1, []));
        foreach (var depth in (int[])[1, 2, 3, 7, 50, 98, 99, 1000])
        {
            var path = CheapestPath.Find(view, 1, last + 1, new WalkRules { Direction = Direction.Out, Depth = depth }).Path!;
            var steps = Math.Min(depth, last);
            var (length, longer) = Math.DivRem(last, steps);
            Assert.Equal((longer * (length + 1) * (length + 1)) + ((steps - longer) * length * length), path.Cost);
            Assert.Equal(steps, path.Links.Count);
        }
    }

    // A hundred steps make the way to each of so many entities cheaper; the end is reached by none.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ways_that_are_passed_take_no_memory(bool goesOn)
    {
        const int nodes = 100;
        const int ends = 50_000;
        var (sink, to) = (nodes + ends, nodes + ends + 1);
        var beyond = Enumerable.Range(nodes, ends).SelectMany(end => goesOn ? ((int, int)[])[(nodes - 1, end), (end, sink)] : [(nodes - 1, end)]);
        var view = WalkGraphs.ViewOf(Squares(nodes, to + 1, beyond));
        var rules = new WalkRules { Direction = Direction.Out, Depth = nodes + 5 };
        Assert.Equal(new PathAnswer(null, false), CheapestPath.Find(view, 1, to + 1, rules));
        Assert.InRange(AllocatedBytes.LeastOf(() => CheapestPath.Find(view, 1, to + 1, rules)), 0, 1200L * ends);
    }

    private static Action<WalkRules>[] Searches(GraphView view) =>
    [
        how => WeightedPath.Find(view, 1, 2, how),
        how => WeightedPath.CostsFrom(view, 1, how),
        how => CheapestPath.Find(view, 1, 2, how),
        how => KShortestPaths.Find(view, 1, 2, how, 1, weighted: true),
        how => KShortestPaths.Find(view, 1, 2, how with { Depth = int.MaxValue }, 3, weighted: true),
    ];

    // Every one of the first nodes leads to those behind it, at the square of how far they are; the other relations cost 1.
    private static Subgraph Squares(int squared, int nodes, IEnumerable<(int Source, int Target)> others)
    {
        var relations = GraphShapes.Relations(GraphShapes.Complete(squared)).Select(r => (r.Source, r.Target, Weight: Math.Pow(r.Target - r.Source, 2)))
            .Concat(others.Select(r => (r.Source, r.Target, Weight: 1d))).ToArray();
        return Subgraph.Of(nodes, Array.ConvertAll(relations, r => r.Source), Array.ConvertAll(relations, r => r.Target), Array.ConvertAll(relations, r => r.Weight));
    }

    private static GraphBuilder Builder(int[] live, ModelRelation[] relations)
    {
        var builder = new GraphBuilder(new GraphNames());
        foreach (var seq in live)
        {
            builder.AddEntity(seq, "thing", null, $"e{seq}");
        }

        foreach (var relation in relations)
        {
            relation.AddTo(builder);
        }

        return builder;
    }

    private static void Check(ModelGraph graph, SlowWalk slow, PathAnswer answer, int from, int to, Dictionary<int, double> costs)
    {
        Assert.False(answer.Truncated);
        Assert.Equal(costs.ContainsKey(to), answer.Path is not null);
        if (answer.Path is { } path)
        {
            Assert.Equal(costs[to], path.Cost);
            PathAssert.IsPath(graph, slow, path, from, to);
            Assert.Equal(path.Seqs.Zip(path.Seqs.Skip(1), (near, far) => SlowPaths.Weight(slow, near, far)), path.Links.Select(link => link.WeightIn(graph.View)));
        }
    }
}
