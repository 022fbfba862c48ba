using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class SeveralPathsTests
{
    [Fact]
    public void All_shortest_paths_are_those_of_the_slow_search_in_order()
    {
        foreach (var (graph, random) in ModelGraph.Many().Concat(ModelGraph.Small()).Where(g => g.Graph.Live.Count > 0))
        {
            var (rules, from, to, limit) = (graph.AnyRules(random), graph.Pick(random), graph.Pick(random), random.Next(0, 12));
            var slow = new SlowWalk(graph, rules);
            var toEnd = new SlowWalk(graph, rules.Reversed()).Distances([to]);
            var expected = toEnd.ContainsKey(from) ? Descend([from]).Take(limit + 1).ToList() : [];
            var found = AllShortestPaths.Find(graph.View, from, to, rules, limit);
            Assert.Equal(expected.Take(limit), found.Paths.Select(path => path.Seqs));
            Assert.Equal(expected.Count > limit, found.Truncated);
            Assert.All(found.Paths, path => Assert.Equal(PathAssert.FirstRelations(slow, path), slow.ShowLinks(path.Links)));

            IEnumerable<List<int>> Descend(List<int> path) => path[^1] == to
                ? [path]
                : slow.Next[path[^1]].Distinct().Order().Where(next => toEnd.GetValueOrDefault(next, int.MaxValue) == toEnd[path[^1]] - 1).SelectMany(next => Descend([.. path, next]));
        }
    }

    [Fact]
    public void Best_paths_are_those_among_all_simple_ones()
    {
        foreach (var (graph, random) in ModelGraph.Small())
        {
            var (rules, from, to, weighted) = (graph.AnyRules(random), graph.Pick(random), graph.Pick(random), random.Next(2) == 0);
            var slow = new SlowWalk(graph, rules);
            var costs = SlowPaths.Simple(slow, from, to).Where(path => path.Count - 1 <= rules.Depth)
                .Select(path => weighted ? path.Zip(path.Skip(1), (near, far) => SlowPaths.Weight(slow, near, far)).Sum() : path.Count - 1).Order().ToList();
            var count = random.Next(0, 15);
            var found = KShortestPaths.Find(graph.View, from, to, rules, count, weighted);
            Assert.Equal(costs.Take(count), found.Paths.Select(path => path.Cost));
            Assert.Equal(costs.Count > count, found.Truncated);
            Assert.All(found.Paths, path => PathAssert.IsPath(graph, slow, path, from, to));
            Assert.Equal(found.Paths.Count, found.Paths.Select(path => string.Join(' ', path.Seqs)).Distinct().Count());
        }
    }

    [Fact]
    public void Best_paths_in_larger_graphs_begin_with_the_best_and_none_is_better_than_the_one_before()
    {
        foreach (var (graph, random) in ModelGraph.Many().Where(g => g.Graph.Live.Count > 0))
        {
            var (rules, from, to) = (graph.AnyRules(random), graph.Pick(random), graph.Pick(random));
            var slow = new SlowWalk(graph, rules);
            var found = KShortestPaths.Find(graph.View, from, to, rules, 6, weighted: true).Paths;
            Assert.Equal(CheapestPath.Find(graph.View, from, to, rules).Path?.Cost, found.Count == 0 ? null : found[0].Cost);
            Assert.Equal(found.Select(path => path.Cost).Order(), found.Select(path => path.Cost));
            Assert.All(found, path => PathAssert.IsPath(graph, slow, path, from, to));
            Assert.All(found, path => Assert.InRange(path.Links.Count, 0, rules.Depth));
            Assert.Equal(found.Count, found.Select(path => string.Join(' ', path.Seqs)).Distinct().Count());
        }
    }

    [Fact]
    public void Cap_on_visited_is_told()
    {
        var view = WalkGraphs.ViewOf(GraphShapes.Complete(30));
        var rules = new WalkRules { Depth = 3, MaxVisited = 5 };
        Assert.True(KShortestPaths.Find(view, 1, 30, rules, 4).Truncated);
        Assert.True(KShortestPaths.Find(view, 1, 30, rules, 4, weighted: true).Truncated);
        Assert.True(AllShortestPaths.Find(WalkGraphs.ViewOf(GraphShapes.Chain(30)), 1, 30, rules with { Depth = 100 }, 4).Truncated);
    }

    [Fact]
    public void Long_chain_does_not_overflow()
    {
        var view = WalkGraphs.ViewOf(GraphShapes.Chain(100_000));
        var rules = new WalkRules { Depth = 1_000_000_000 };
        Assert.Equal(99_999, Assert.Single(AllShortestPaths.Find(view, 1, 100_000, rules, 4).Paths).Cost);
        Assert.Equal(99_999, ShortestPath.Find(view, 1, 100_000, rules).Path!.Cost);
        Assert.Equal(99_999, CheapestPath.Find(view, 1, 100_000, rules).Path!.Cost);
    }
}
