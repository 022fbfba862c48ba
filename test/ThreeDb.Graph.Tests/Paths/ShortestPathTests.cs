using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class ShortestPathTests
{
    [Fact]
    public void Length_is_that_of_the_slow_walk_and_the_path_is_one()
    {
        foreach (var (graph, random) in ModelGraph.Many().Where(g => g.Graph.Live.Count > 0))
        {
            for (var round = 0; round < 5; round++)
            {
                var rules = graph.AnyRules(random) with { MaxPerHop = 1 };
                var (from, to) = (graph.Pick(random), graph.Pick(random));
                var slow = new SlowWalk(graph, rules);
                var answer = ShortestPath.Find(graph.View, from, to, rules);
                Assert.False(answer.Truncated);
                Assert.Equal(slow.Distances([from]).TryGetValue(to, out var distance), answer.Path is not null);
                if (answer.Path is { } path)
                {
                    Assert.Equal((distance, (double)distance), (path.Links.Count, path.Cost));
                    PathAssert.IsPath(graph, slow, path, from, to);
                    Assert.Equal(PathAssert.FirstRelations(slow, path), slow.ShowLinks(path.Links));
                }
            }
        }
    }

    [Fact]
    public void Cap_on_visited_is_told()
    {
        var view = WalkGraphs.ViewOf(GraphShapes.Chain(100));
        var rules = new WalkRules { Depth = 1_000_000_000 };
        Assert.Equal(new PathAnswer(null, true), ShortestPath.Find(WalkGraphs.ViewOf(GraphShapes.Cliques(2, 30)), 10, 50, rules with { MaxVisited = 5 }));
        Assert.Equal(99, ShortestPath.Find(view, 1, 100, rules).Path!.Links.Count);
        Assert.Equal(new PathAnswer(null, false), ShortestPath.Find(view, 100, 1, rules with { Direction = Direction.Out }));
        Assert.Equal(new PathAnswer(null, false), ShortestPath.Find(view, 1, 100, rules with { Depth = 98 }));
    }
}
