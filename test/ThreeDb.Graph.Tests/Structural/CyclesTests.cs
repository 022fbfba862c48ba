using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class CyclesTests
{
    [Fact]
    public void Cycles_through_an_entity_are_all_there_are_in_order()
    {
        foreach (var (graph, random) in ModelGraph.Small())
        {
            var (rules, through, limit) = (graph.AnyRules(random), graph.Pick(random), random.Next(3) == 0 ? random.Next(4) : int.MaxValue);
            var maxLength = random.Next(3) == 0 ? 1_000_000_000 : random.Next(0, 6);
            var slow = new SlowWalk(graph, rules);
            var expected = SlowPaths.Cycles(slow, rules.Direction, through, 0).Where(cycle => cycle.Count - 1 <= maxLength).ToList();
            var found = Cycles.Through(graph.View, through, rules, maxLength, limit);
            Assert.Equal(expected.Take(limit), found.Paths.Select(cycle => cycle.Seqs));
            Assert.Equal(expected.Count > limit, found.Truncated);
            Assert.All(found.Paths, cycle => IsCycle(slow, cycle));
        }
    }

    [Fact]
    public void Cycles_in_a_graph_are_all_there_are_each_once()
    {
        foreach (var (graph, random) in ModelGraph.Small())
        {
            var (rules, limit) = (graph.AnyRules(random), random.Next(3) == 0 ? random.Next(4) : int.MaxValue);
            var maxLength = random.Next(3) == 0 ? 1_000_000_000 : random.Next(0, 6);
            var slow = new SlowWalk(graph, rules);
            var all = graph.Live.Order().SelectMany(seq => SlowPaths.Cycles(slow, rules.Direction, seq, seq)).ToList();
            var expected = all.Where(cycle => cycle.Count - 1 <= maxLength).ToList();
            var found = Cycles.In(graph.View, rules, maxLength, limit);
            Assert.Equal(expected.Take(limit), found.Paths.Select(cycle => cycle.Seqs));
            Assert.Equal(expected.Count > limit, found.Truncated);
            Assert.All(found.Paths, cycle => IsCycle(slow, cycle));
            Assert.Equal(all.Count > 0, Cycles.Exist(graph.View, rules));
        }
    }

    [Fact]
    public async Task Cancelled_search_stops_soon()
    {
        var view = WalkGraphs.ViewOf(GraphShapes.Complete(60));
        using var source = new CancellationTokenSource();
        var work = Task.Run(() => Cycles.Through(view, 1, new WalkRules { Cancellation = source.Token }, 40, int.MaxValue));
        await source.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => work);
    }

    internal static void IsCycle(SlowWalk slow, FoundPath cycle)
    {
        Assert.Equal(cycle.Seqs[0], cycle.Seqs[^1]);
        Assert.Equal(cycle.Seqs.Count - 1, cycle.Seqs.Distinct().Count());
        Assert.Equal(cycle.Links.Count, cycle.Links.Distinct().Count());
        Assert.Equal((cycle.Seqs.Count - 1, cycle.Cost), (cycle.Links.Count, (double)cycle.Links.Count));
        Assert.All(cycle.Seqs.Zip(cycle.Seqs.Skip(1)), step => Assert.Contains(slow.Steps, s => (s.Near, s.Far) == step));
    }
}
