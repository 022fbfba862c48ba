using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

[Collection(nameof(Alone))]
public sealed class WalkControlTests
{
    [Fact]
    public void Walk_allocates_nothing_per_relation()
    {
        var (small, large) = (WalkGraphs.ViewOf(GraphShapes.Random(new Random(5), 200, 1000)), WalkGraphs.ViewOf(GraphShapes.Random(new Random(5), 20_000, 400_000)));
        var rules = new WalkRules { Depth = 4 };
        foreach (var how in new[] { rules, rules with { Types = [1] }, rules with { Direction = Direction.Out } })
        {
            Assert.InRange(Allocated(large, how), 1, Allocated(small, how) + 512);
        }

        static long Allocated(GraphView view, WalkRules how) => AllocatedBytes.LeastOf(() => KHop.Count(view, 1, how));
    }

    [Fact]
    public void Cancelled_before_it_begins_throws()
    {
        var view = WalkGraphs.ViewOf(GraphShapes.Ring(10));
        var rules = new WalkRules { Cancellation = new CancellationToken(canceled: true) };
        Assert.Throws<OperationCanceledException>(() => KHop.Count(view, 1, rules));
        Assert.Throws<OperationCanceledException>(() => ShortestPath.Find(view, 1, 5, rules));

        // What was thrown out of leaves nothing behind.
        Assert.Equal([1, 2, 2, 2, 2, 1], KHop.Count(view, 1, new WalkRules { Depth = int.MaxValue }).ByDepth);
    }

    [Fact]
    public async Task Walks_beside_each_other_do_not_meet()
    {
        var view = WalkGraphs.ViewOf(GraphShapes.Random(new Random(7), 2000, 6000));
        var rules = new WalkRules { Depth = 6 };
        var expected = Enumerable.Range(1, 50).Select(start => KHop.Count(view, start, rules).Total).ToList();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var round = 0; round < 20; round++)
            {
                Assert.Equal(expected, Enumerable.Range(1, 50).Select(start => KHop.Count(view, start, rules).Total));
            }
        })));
    }
}
