using System.Globalization;
using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>A graph is not refused for more memory than it takes once it is packed.</summary>
public sealed class GraphBuilderBudgetTests
{
    private const int Entities = 10;
    private const int Relations = 100_000;
    private const int Slack = 1_000;

    [Theory]
    [InlineData(255, 1)]
    [InlineData(1, 255)]
    [InlineData(256, 1)]
    public void Budget_of_what_the_packed_graph_takes_is_enough(int types, int details)
    {
        var bytes = MemoryGraph.Of(Filled(new GraphBuilder(new GraphNames()), types, details)).Bytes;
        Assert.InRange(MemoryGraph.Of(Filled(new GraphBuilder(new GraphNames(), bytes + Slack), types, details)).Bytes, 1, bytes + Slack);
    }

    private static GraphBuilder Filled(GraphBuilder builder, int types, int details)
    {
        for (var seq = 1; seq <= Entities; seq++)
        {
            builder.AddEntity(seq, "t", null, $"n{seq}");
        }

        for (var i = 0; i < Relations; i++)
        {
            var type = builder.RelationType("R" + (i % types).ToString(CultureInfo.InvariantCulture));
            builder.AddRelation(1 + (i % Entities), 1 + (i / Entities % Entities), type, builder.Detail(2 + (i % details), long.MinValue, long.MaxValue, ""));
        }

        return builder;
    }
}
