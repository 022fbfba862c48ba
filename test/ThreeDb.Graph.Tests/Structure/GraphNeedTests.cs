using ThreeDb.Graphs;
using ThreeDb.Structures;

namespace ThreeDb.Graph.Tests;

/// <summary>What is said to be needed from counts is what a loaded graph takes.</summary>
public sealed class GraphNeedTests
{
    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(1_000, 3_000, 0, 1)]
    [InlineData(1_000, 30_000, 200, 300)]
    [InlineData(5_000, 30_000, 30_000, 3)]
    [InlineData(20_000, 60_000, 9_000, 70)]
    [InlineData(100, 90_000, 80_000, 1)]
    public void Need_from_counts_is_the_size_of_the_loaded_graph(int entities, int relations, int details, int types)
    {
        var builder = new GraphBuilder(new GraphNames());
        var random = new Random(7);
        var (ids, keys) = (0L, 0L);
        for (var seq = 1; seq <= entities; seq++)
        {
            var id = $"entity/{seq}";
            ids += id.Length;
            builder.AddEntity(seq, "t", details % 3 == 0 ? "project" : null, id);
        }

        // Every detail is there, the keyed ones half of them; details beyond these come again, so that none is much more frequent.
        for (var i = 0; i < relations; i++)
        {
            var number = details == 0 ? 0 : i % details;
            var key = number % 2 == 0 ? "" : $"key {number}";
            keys += i < details ? key.Length : 0;
            builder.AddRelation(random.Next(1, entities + 1), random.Next(1, entities + 1), builder.RelationType($"R{i % types}"), details == 0 ? 0 : builder.Detail(number + 2, long.MinValue, long.MaxValue, key));
        }

        var graph = MemoryGraph.Of(builder);
        var size = new GraphSize(entities, ids, graph.Current.SeqEnd, relations)
        {
            HasProjects = details % 3 == 0 && entities > 0, RelationTypes = Math.Min(relations, types), Details = details, Keys = details / 2, KeyLength = keys,
        };
        Assert.InRange(GraphNeed.BytesOf(size), graph.Bytes, 1.1 * (graph.Bytes + 100));
    }

    [Fact]
    public void Need_of_a_huge_graph_is_a_number()
    {
        var need = GraphNeed.BytesOf(new GraphSize(4_000_000_000, 40_000_000_000, 4_000_000_000, 90_000_000_000) { Details = 4_000_000_000, Keys = 4_000_000_000, KeyLength = 90_000_000_000 });
        Assert.InRange(need, 1_000_000_000_000, 10_000_000_000_000);
    }
}
