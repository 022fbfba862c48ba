using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class SubgraphTests
{
    // 0 → 1, 0 → 1, 1 → 0, 2 → 2, 2 → 0; 3 alone.
    private static readonly Subgraph Graph = Subgraph.Of(4, [2, 0, 1, 2, 0], [0, 1, 0, 2, 1], [5, 1, 2, 3, 4]);

    [Fact]
    public void Neighbours_out_are_in_order_with_parallels()
    {
        Assert.Equal([1, 1], Graph.Out.Of(0).ToArray());
        Assert.Equal([0, 2], Graph.Out.Of(2).ToArray());
        Assert.Equal([5d, 3d], Graph.Out.WeightsOf(2).ToArray());
        Assert.Equal((4, 5), (Graph.NodeCount, Graph.RelationCount));
    }

    [Fact]
    public void Neighbours_in_mirror_those_out()
    {
        Assert.Equal([1, 2], Graph.In.Of(0).ToArray());
        Assert.Equal([2d, 5d], Graph.In.WeightsOf(0).ToArray());
        Assert.Equal([0, 0], Graph.In.Of(1).ToArray());
        Assert.Equal(0, Graph.In.Degree(3));
    }

    [Fact]
    public void Neighbours_both_ways_hold_a_self_loop_once()
    {
        Assert.Equal([1, 1, 1, 2], Graph.Undirected.Of(0).ToArray());
        Assert.Equal([0, 2], Graph.Undirected.Of(2).ToArray());
        Assert.Equal([5d, 3d], Graph.Undirected.WeightsOf(2).ToArray());
    }

    [Fact]
    public void Empty_graph_has_no_ranges()
    {
        var empty = Subgraph.Of(0, [], []);
        Assert.Equal((0, 0), (empty.NodeCount, empty.Undirected.Targets.Length));
        Assert.Equal(0, AlgorithmRun.RangesOf(empty.Out));
    }

    [Fact]
    public void Ranges_cover_every_node_once()
    {
        var count = 200_000;
        var chain = Subgraph.Of(count, [.. Enumerable.Range(0, count - 1)], [.. Enumerable.Range(1, count - 1)]);
        var seen = new int[count];
        new AlgorithmRun().ForRanges(chain.Out, (from, to, _) =>
        {
            for (var node = from; node < to; node++)
            {
                Interlocked.Increment(ref seen[node]);
            }
        });
        Assert.True(AlgorithmRun.RangesOf(chain.Out) > 1);
        Assert.All(seen, times => Assert.Equal(1, times));
    }
}
