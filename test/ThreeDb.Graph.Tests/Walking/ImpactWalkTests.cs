using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class ImpactWalkTests
{
    [Fact]
    public void Impact_is_that_of_the_slow_walk_in_order()
    {
        foreach (var (graph, random) in ModelGraph.Many().Where(g => g.Graph.Live.Count > 0))
        {
            var (rules, start, limit) = (graph.AnyRules(random), graph.Pick(random), random.Next(0, 40));
            var slow = new SlowWalk(graph, rules);
            var distances = slow.Distances([start]);
            var expected = distances.Where(e => e.Key != start)
                .Select(e => new ImpactedSeq(new WalkedEntity(e.Key, e.Value, slow.DegreeOf(e.Key)), slow.Next[e.Key].Distinct().Count()))
                .OrderByDescending(item => item.Dependents).ThenBy(item => item.Entity.Depth).ThenBy(item => item.Entity.Seq).Take(limit);
            var impact = ImpactWalk.Of(graph.View, start, rules, limit);
            Assert.Equal(expected, impact.Items);
            Assert.Equal(Enumerable.Range(1, distances.Values.Max()).Select(depth => distances.Values.Count(d => d == depth)), impact.ByDepth);
            Assert.Equal((distances.Count - 1, false), (impact.Total, impact.Truncated));
        }
    }

    [Fact]
    public void Best_of_many_are_the_best()
    {
        var view = WalkGraphs.ViewOf(GraphShapes.PowerLaw(new Random(3), 5000, 20_000));
        var rules = new WalkRules { Direction = Direction.In, Depth = 100 };
        var start = Enumerable.Range(1, 5000).MaxBy(seq => view.In(seq).Count);
        var all = ImpactWalk.Of(view, start, rules, int.MaxValue);
        Assert.Equal(all.Total, all.Items.Count);
        Assert.True(all.Total > 1000);
        Assert.Equal(all.Items.Take(7), ImpactWalk.Of(view, start, rules, 7).Items);
        Assert.Equal(all.Items.Take(300), ImpactWalk.Of(view, start, rules, 300).Items);
    }

    [Fact]
    public void Cap_on_visited_is_told()
    {
        var impact = ImpactWalk.Of(WalkGraphs.ViewOf(GraphShapes.Star(100)), 1, new WalkRules { Direction = Direction.In, Depth = 9, MaxVisited = 10 }, 50);
        Assert.Equal((10, true), (impact.Total, impact.Truncated));
    }
}
