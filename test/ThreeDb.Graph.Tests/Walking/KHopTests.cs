using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class KHopTests
{
    [Fact]
    public void Entities_per_depth_are_those_of_the_slow_walk()
    {
        foreach (var (graph, random) in ModelGraph.Many())
        {
            var rules = graph.AnyRules(random);
            if (graph.Pick(random) is not (> 0 and var start))
            {
                continue;
            }

            var expected = new SlowWalk(graph, rules).Distances([start]);
            var counts = KHop.Count(graph.View, start, rules);
            var seqs = KHop.Seqs(graph.View, start, rules);
            Assert.Equal(Enumerable.Range(0, expected.Values.Max() + 1).Select(depth => expected.Values.Count(d => d == depth)), counts.ByDepth);
            Assert.Equal(expected.Count - 1, counts.Total);
            Assert.Equal(counts.ByDepth.Count, seqs.DepthCount);
            Assert.Equal(start, seqs.All[0]);
            for (var depth = 0; depth < seqs.DepthCount; depth++)
            {
                Assert.Equal(expected.Where(e => e.Value == depth).Select(e => e.Key).Order(), seqs.At(depth).ToArray().Order());
            }

            Assert.False(counts.Truncated || seqs.Truncated, graph.Name);
        }
    }

    [Fact]
    public void Entities_from_several_starts_are_those_of_the_slow_walk()
    {
        foreach (var (graph, random) in ModelGraph.Many().Where(g => g.Graph.Live.Count > 0))
        {
            var rules = graph.AnyRules(random);
            int[] starts = [graph.Pick(random), graph.Pick(random), graph.Pick(random)];
            Assert.Equal(new SlowWalk(graph, rules).Distances(starts).Keys.Order(), KHop.Seqs(graph.View, starts, rules).All.ToArray().Order());
        }
    }

    [Fact]
    public void Caps_are_kept_and_told()
    {
        foreach (var (graph, random) in ModelGraph.Many().Where(g => g.Graph.Live.Count > 0))
        {
            var rules = graph.AnyRules(random) with { MaxPerHop = random.Next(0, 8), MaxVisited = random.Next(0, 20) };
            var start = graph.Pick(random);
            var all = new SlowWalk(graph, rules).Distances([start]);
            var cut = KHop.Seqs(graph.View, start, rules);
            var fits = all.Count - 1 <= rules.MaxVisited && all.Where(e => e.Value > 0).CountBy(e => e.Value).All(hop => hop.Value <= rules.MaxPerHop);
            Assert.Equal(!fits, cut.Truncated);
            Assert.True(cut.All.Length - 1 <= rules.MaxVisited);
            Assert.Equal(cut.All.Length, cut.All.ToArray().Distinct().Count());
            Assert.Equal(KHop.Count(graph.View, start, rules).Total, cut.All.Length - 1);
            for (var depth = 1; depth < cut.DepthCount; depth++)
            {
                Assert.InRange(cut.At(depth).Length, 1, rules.MaxPerHop);
                Assert.All(cut.At(depth).ToArray(), seq => Assert.True(all[seq] <= depth));
            }

            if (fits)
            {
                Assert.Equal(all.Count, cut.All.Length);
            }
        }
    }

    [Fact]
    public void Star_with_stubs_alone_ends_at_once()
    {
        var star = ModelGraph.Of("star", [1], [.. Enumerable.Range(2, 5000)], [.. Enumerable.Range(2, 5000).Select(i => new ModelRelation(1, i, "calls", ""))], new Random(1));
        for (var round = 0; round < 20; round++)
        {
            Assert.Equal([1], KHop.Count(star.View, 1, new WalkRules { Depth = 5 }).ByDepth);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Depths_equal_those_of_Graphalytics(bool directed)
    {
        foreach (var (data, source) in new[] { (GraphalyticsData.Of("bfs", directed), 1L), (GraphalyticsData.Example("BFS", directed), directed ? 1L : 2L) })
        {
            var view = WalkGraphs.ViewOf(data.Graph);
            var found = KHop.Seqs(view, data.NodeOf(source) + 1, new WalkRules { Direction = directed ? Direction.Out : Direction.Any, Depth = int.MaxValue });
            var depths = Enumerable.Repeat(double.PositiveInfinity, data.Graph.NodeCount).ToArray();
            for (var depth = 0; depth < found.DepthCount; depth++)
            {
                foreach (var seq in found.At(depth))
                {
                    depths[seq - 1] = depth;
                }
            }

            Assert.Equal(data.Numbers(), depths);
        }
    }
}
