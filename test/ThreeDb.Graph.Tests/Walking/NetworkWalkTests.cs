using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class NetworkWalkTests
{
    [Fact]
    public void Network_is_that_of_the_slow_walk_in_order()
    {
        foreach (var (graph, random) in ModelGraph.Many().Where(g => g.Graph.Live.Count > 0))
        {
            var (rules, start, limit) = (graph.AnyRules(random), graph.Pick(random), random.Next(1, 30));
            var maxLinks = random.Next(3) == 0 ? random.Next(5) : NetworkWalk.MaxLinks;
            var slow = new SlowWalk(graph, rules);
            var distances = slow.Distances([start]);
            List<int> chosen = [start];
            for (var depth = 1; depth <= distances.Values.Max() && chosen.Count < limit; depth++)
            {
                chosen.AddRange(slow.MostConnected(distances.Where(e => e.Value == depth).Select(e => e.Key)).Take(limit - chosen.Count));
            }

            var links = SlowWalk.Ordered(slow.Followed.Where(r => chosen.Contains(r.Source) && chosen.Contains(r.Target))).ToList();
            var network = NetworkWalk.From(graph.View, start, rules, limit, maxLinks);
            Assert.Equal(chosen.Select(seq => new WalkedEntity(seq, distances[seq], slow.DegreeOf(seq))), network.Entities);
            Assert.Equal(SlowWalk.Show(links.Take(maxLinks)), slow.ShowLinks(network.Links));
            Assert.Equal(distances.Count > limit || links.Count > maxLinks, network.Truncated);
        }
    }

    [Fact]
    public void Neighbours_are_those_of_the_slow_walk_in_order()
    {
        foreach (var (graph, random) in ModelGraph.Many().Where(g => g.Graph.Live.Count > 0))
        {
            var (rules, start, limit) = (graph.AnyRules(random), graph.Pick(random), random.Next(0, 12));
            var slow = new SlowWalk(graph, rules);
            var all = slow.MostConnected(slow.Next[start].Distinct()).ToList();
            var found = Neighbours.Of(graph.View, start, rules, limit);
            Assert.Equal(all.Take(limit).Select(seq => new WalkedEntity(seq, 1, slow.DegreeOf(seq))), found.Items.Select(item => item.Entity));
            Assert.Equal((all.Count, all.Count > limit), (found.Total, found.Truncated));
            foreach (var item in found.Items)
            {
                var between = slow.Followed.Where(r => (r.Source, r.Target) == (start, item.Entity.Seq) || (r.Target, r.Source) == (start, item.Entity.Seq));
                Assert.Equal(SlowWalk.Show(SlowWalk.Ordered(between)), slow.ShowLinks(item.Links));
            }
        }
    }

    [Fact]
    public void Cap_on_visited_is_told()
    {
        var view = WalkGraphs.ViewOf(GraphShapes.Star(100));
        var network = NetworkWalk.From(view, 1, new WalkRules { Depth = 2, MaxVisited = 10 }, 50);
        Assert.Equal((11, true), (network.Entities.Count, network.Truncated));
        var neighbours = Neighbours.Of(view, 1, new WalkRules { MaxPerHop = 10 }, 50);
        Assert.Equal((10, true), (neighbours.Items.Count, neighbours.Truncated));
    }
}
