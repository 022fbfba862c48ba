using ThreeDb.Changes;
using ThreeDb.Graphs;
using ThreeDb.Structures;

namespace ThreeDb.Graph.Tests;

public sealed class WornDetailsTests
{
    [Fact]
    public void Weights_that_change_without_end_make_the_graph_be_loaded_anew()
    {
        var graph = MemoryGraph.Of(new GraphBuilder(new GraphNames()));
        var failure = Assert.Throws<GraphTooLargeException>(() =>
        {
            for (var i = 0; i < 200_000; i++)
            {
                graph.Apply(new SourceRows([], [new SourceRelation { RowKey = new RowKey(1, 2, "R", ""), IsLive = true, Weight = i + 0.5 }]));
            }
        });
        Assert.Equal("more weights and times have come and gone than there are relations", failure.Message);
        Assert.IsType<StructureTooLargeException>(failure, exactMatch: false);
    }
}
