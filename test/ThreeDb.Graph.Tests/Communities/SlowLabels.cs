using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>Label propagation as Graphalytics words it.</summary>
public static class SlowLabels
{
    public static int[] Of(Subgraph graph, int iterations)
    {
        var ends = GraphShapes.Relations(graph).SelectMany(r => r.Source == r.Target ? [r] : new[] { r, (r.Target, r.Source) }).ToLookup(r => r.Item1, r => r.Item2);
        var labels = Enumerable.Range(0, graph.NodeCount).ToArray();
        for (var i = 0; i < iterations; i++)
        {
            var before = labels;
            labels =
            [
                .. before.Select((own, node) => ends[node].Any()
                    ? ends[node].GroupBy(other => before[other]).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key
                    : own),
            ];
        }

        return labels;
    }
}
