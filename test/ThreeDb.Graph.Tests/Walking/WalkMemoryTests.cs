using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>What walks keep for the next ones is known, bounded, and goes when it is told to.</summary>
[Collection(nameof(Alone))]
public sealed class WalkMemoryTests
{
    private const int Nodes = 100_000;

    [Fact]
    public void Memory_that_walks_keep_is_counted_and_given_up()
    {
        var view = Chain();
        WalkMemory.Forget();
        Assert.Equal(0, WalkMemory.Bytes);
        Assert.Equal(50, KHop.Count(view, 1, new WalkRules { Direction = Direction.Out, Depth = 50 }).Total);

        // A bit and a number for each seq, and a sixteenth of it for entities to come.
        Assert.InRange(WalkMemory.Bytes, 4.1 * Nodes, 4.5 * Nodes);
        Assert.NotNull(WeightedPath.Find(view, 1, 60, new WalkRules { Direction = Direction.Out }).Path);
        Assert.InRange(WalkMemory.Bytes, 16.1 * Nodes, 22 * Nodes);
        WalkMemory.Forget();
        Assert.Equal(0, WalkMemory.Bytes);
    }

    private static GraphView Chain()
    {
        var builder = new GraphBuilder(new GraphNames());
        for (var seq = 1; seq <= Nodes; seq++)
        {
            builder.AddEntity(seq, "t", null, $"n{seq}");
            builder.AddRelation(seq, (seq % Nodes) + 1, builder.RelationType("R"), builder.Detail(1, long.MinValue, long.MaxValue, ""));
        }

        return MemoryGraph.Of(builder).Current;
    }
}
