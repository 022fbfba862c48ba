using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>Larger graphs to walk.</summary>
public static class WalkGraphs
{
    /// <summary>A graph in memory: node n has seq n + 1.</summary>
    public static GraphView ViewOf(Subgraph graph)
    {
        var builder = new GraphBuilder(new GraphNames());
        var (entity, relation) = (builder.EntityType("thing"), builder.RelationType("calls"));
        for (var node = 0; node < graph.NodeCount; node++)
        {
            builder.AddEntity(node + 1, entity, 0, System.Text.Encoding.UTF8.GetBytes($"e{node + 1}"));
        }

        for (var node = 0; node < graph.NodeCount; node++)
        {
            var targets = graph.Out.Of(node);
            for (var i = 0; i < targets.Length; i++)
            {
                var detail = graph.IsWeighted ? builder.Detail(graph.Out.WeightsOf(node)[i], long.MinValue, long.MaxValue, "") : 0;
                builder.AddRelation(node + 1, targets[i] + 1, relation, detail);
            }
        }

        return MemoryGraph.Of(builder).Current;
    }
}
