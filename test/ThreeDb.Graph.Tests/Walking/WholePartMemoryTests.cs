using ThreeDb.Changes;
using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

/// <summary>What a part that is handed over says that it takes is what it takes at most, and not far more.</summary>
[Collection(nameof(Alone))]
public sealed class WholePartMemoryTests
{
    private const int Nodes = 100_000;

    // Filters, the walk itself and the heads of arrays.
    private const long Slack = 16 * 1024;

    [Fact]
    public void Part_allocates_no_more_than_it_says()
    {
        var view = Star();
        var most = WholePart.MostBytes(view);
        var around = AllocatedBytes.LeastOf(() => Assert.Equal(Nodes - 1, WholePart.Around(view, SubgraphSelection.All, 1, new WalkRules { Depth = 2 }).LinksFrom(1).Count));
        Assert.InRange(around, most * 9 / 10, most + Slack);
        var chosen = AllocatedBytes.LeastOf(() => Assert.Equal(Nodes - 1, WholePart.Of(view, SubgraphSelection.All, new WalkRules()).LinksFrom(1).Count));
        Assert.InRange(chosen, most / 2, most + Slack);
    }

    [Fact]
    public void Relations_of_one_entity_that_was_touched_are_counted()
    {
        var builder = new GraphBuilder(new GraphNames());
        builder.AddEntity(1, "t", null, "hub");
        builder.AddEntity(2, "t", null, "other");
        var graph = MemoryGraph.Of(builder);
        var before = WholePart.MostBytes(graph.Current);
        graph.Apply(new SourceRows([], [.. Enumerable.Range(0, 1_000).Select(i => new SourceRelation { RowKey = new RowKey(1, 2, "R", $"k{i}"), IsLive = true })]));
        Assert.Equal(before + (1_000 * 16), WholePart.MostBytes(graph.Current));
    }

    private static GraphView Star()
    {
        var builder = new GraphBuilder(new GraphNames());
        for (var seq = 1; seq <= Nodes; seq++)
        {
            builder.AddEntity(seq, "t", null, $"n{seq}");
            if (seq > 1)
            {
                builder.AddRelation(1, seq, builder.RelationType("R"), 0);
            }
        }

        return MemoryGraph.Of(builder).Current;
    }
}
