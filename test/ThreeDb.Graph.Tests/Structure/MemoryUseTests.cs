using ThreeDb.Changes;
using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

[Collection(nameof(MemoryUseTests))]
[CollectionDefinition(nameof(MemoryUseTests), DisableParallelization = true)]
public sealed class MemoryUseTests
{
    private const int Entities = 100_000;
    private const int Relations = 1_000_000;

    [Fact]
    public void Plain_relation_takes_at_most_24_bytes_with_its_share_of_everything()
    {
        var (graph, held) = Measured(() => Loaded(withDetails: false));
        Assert.InRange(held / (double)Relations, 12, 24);
        Assert.InRange(graph.Bytes / (double)Relations, 12, 24);
        AssertAlike(graph.Bytes, held);
    }

    [Fact]
    public void Weights_and_keys_are_counted()
    {
        var (graph, held) = Measured(() => Loaded(withDetails: true));
        AssertAlike(graph.Bytes, held);
    }

    [Fact]
    public void What_was_touched_is_counted()
    {
        var graph = Loaded(withDetails: false);
        var before = graph.Bytes;
        var (_, held) = Measured(() =>
        {
            for (var seq = 1; seq < Entities; seq += 20)
            {
                var id = $"new/{seq}";
                graph.Apply(new SourceRows(
                    [new SourceEntity { Seq = Entities + seq, Id = id, IsLive = true, Type = "t", Version = 1 }],
                    [new SourceRelation { RowKey = new RowKey(seq, Entities + seq, "R", ""), IsLive = true }]));
            }

            return graph;
        });
        Assert.Equal(10_000, graph.TouchedCount);
        AssertAlike(graph.Bytes - before, held);
    }

    private static MemoryGraph Loaded(bool withDetails)
    {
        var random = new Random(1);
        var builder = new GraphBuilder(new GraphNames());
        for (var seq = 1; seq <= Entities; seq++)
        {
            builder.AddEntity(seq, "t", null, $"entity/{seq}");
        }

        var type = builder.RelationType("R");
        for (var i = 0; i < Relations; i++)
        {
            var detail = withDetails && i % 5 == 0 ? builder.Detail(i, long.MinValue, long.MaxValue, $"key {i}") : 0;
            builder.AddRelation(random.Next(1, Entities + 1), random.Next(1, Entities + 1), type, detail);
        }

        return MemoryGraph.Of(builder, foldAbove: 1_000_000);
    }

    private static (MemoryGraph Graph, long Held) Measured(Func<MemoryGraph> make)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var graph = make();
        return (graph, GC.GetTotalMemory(forceFullCollection: true) - before);
    }

    private static void AssertAlike(long told, long held)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{told:N0} told, {held:N0} held");
        Assert.InRange(told / (double)held, 0.85, 1.15);
    }
}
