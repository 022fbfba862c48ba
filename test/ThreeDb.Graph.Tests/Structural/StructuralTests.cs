using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class StructuralTests
{
    [Fact]
    public void Reachable_is_what_the_slow_walk_reaches()
    {
        foreach (var (graph, random) in ModelGraph.Many().Where(g => g.Graph.Live.Count > 0))
        {
            var (rules, from, to) = (graph.AnyRules(random), graph.Pick(random), graph.Pick(random));
            var reached = new SlowWalk(graph, rules).Distances([from]);
            Assert.Equal(new ReachAnswer(reached.TryGetValue(to, out var steps) ? steps : null, false), Reachable.CanReach(graph.View, from, to, rules));
            Assert.Equal(reached.Keys.Order(), KHop.Seqs(graph.View, [from], rules).All.ToArray().Order());
        }

        Assert.Equal(new ReachAnswer(null, true), Reachable.CanReach(WalkGraphs.ViewOf(GraphShapes.Cliques(2, 30)), 10, 50, new WalkRules { Depth = 9, MaxVisited = 4 }));
    }

    [Fact]
    public void Unreachable_is_what_the_slow_walk_loses()
    {
        foreach (var (graph, random) in ModelGraph.Many().Where(g => g.Graph.Live.Count > 0))
        {
            var (rules, gone) = (graph.AnyRules(random), graph.Pick(random));
            int[] roots = [.. Enumerable.Range(0, random.Next(4)).Select(_ => graph.Pick(random))];
            Assert.Equal(Lost(rules, roots), Unreachable.Without(graph.View, roots, gone, rules).Seqs);
            var goal = graph.Pick(random);
            var expected = graph.Live.Where(seq => seq != gone && Reaches(rules, seq, goal, null) && !Reaches(rules, seq, goal, gone)).Order();
            Assert.Equal(expected, Unreachable.LosingWayTo(graph.View, goal, gone, rules).Seqs);

            IEnumerable<int> Lost(WalkRules how, int[] starts)
            {
                var slow = new SlowWalk(graph, how);
                return slow.Distances(starts).Keys.Except(slow.Distances(starts.Where(start => start != gone), seq => seq != gone).Keys).Where(seq => seq != gone).Order();
            }

            bool Reaches(WalkRules how, int from, int to, int? without) =>
                from != without && to != without && new SlowWalk(graph, how).Distances([from], seq => seq != without).ContainsKey(to);
        }
    }

    [Fact]
    public void Unreachable_cut_by_a_cap_says_so_and_claims_nothing()
    {
        var lost = Unreachable.Without(WalkGraphs.ViewOf(GraphShapes.Chain(50)), [1], 3, new WalkRules { Depth = 100, MaxVisited = 10 });
        Assert.Equal((0, true), (lost.Seqs.Count, lost.Truncated));
        Assert.Equal(Enumerable.Range(4, 47), Unreachable.Without(WalkGraphs.ViewOf(GraphShapes.Chain(50)), [1], 3, new WalkRules { Depth = 100 }).Seqs);
    }

    [Fact]
    public void Common_neighbours_are_those_of_the_slow_walk_in_order()
    {
        foreach (var (graph, random) in ModelGraph.Many().Where(g => g.Graph.Live.Count > 0))
        {
            var (rules, first, second, limit) = (graph.AnyRules(random) with { MaxPerHop = 1, MaxVisited = 1 }, graph.Pick(random), graph.Pick(random), random.Next(0, 9));
            var slow = new SlowWalk(graph, rules);
            var all = slow.MostConnected(slow.Next[first].Intersect(slow.Next[second]).Where(seq => seq != first && seq != second)).ToList();
            var found = CommonNeighbours.Of(graph.View, first, second, rules, limit);
            Assert.Equal(all.Take(limit).Select(seq => new WalkedEntity(seq, 1, slow.DegreeOf(seq))), found.Items);
            Assert.Equal((all.Count, all.Count > limit), (found.Total, found.Truncated));
        }
    }

    [Fact]
    public void Topological_order_leads_forward_or_names_a_cycle()
    {
        foreach (var (graph, random) in ModelGraph.Many())
        {
            var rules = graph.AnyRules(random) with { Direction = (Direction)random.Next(2) };
            var slow = new SlowWalk(graph, rules);
            var answer = TopologicalOrder.Of(graph.View, rules);
            var hasCycle = graph.Live.Any(seq => slow.Steps.Any(s => s.Near == seq && slow.Distances([s.Far], depth: int.MaxValue).ContainsKey(seq)));
            Assert.Equal(hasCycle, answer.Cycle is not null);
            Assert.Equal(hasCycle, answer.Seqs is null);
            Assert.Equal(hasCycle, Cycles.Exist(graph.View, rules));
            if (answer.Seqs is { } seqs)
            {
                var places = seqs.Index().ToDictionary(item => item.Item, item => item.Index);
                Assert.Equal(graph.Live.Order(), seqs.Order());
                Assert.All(slow.Steps, step => Assert.True(places[step.Near] < places[step.Far]));
            }

            if (answer.Cycle is { } cycle)
            {
                CyclesTests.IsCycle(slow, cycle);
            }
        }
    }

    [Fact]
    public void Topological_order_without_a_direction_is_refused() =>
        Assert.Throws<ArgumentException>(() => TopologicalOrder.Of(WalkGraphs.ViewOf(GraphShapes.Chain(3)), new WalkRules()));
}
