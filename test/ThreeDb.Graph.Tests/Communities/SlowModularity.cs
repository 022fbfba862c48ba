using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>Modularity as it is defined, over all pairs of nodes: Σ (A − resolution · k k' / 2m) / 2m within communities.</summary>
public static class SlowModularity
{
    public static double Of(Subgraph graph, ReadOnlySpan<int> groups, double resolution = 1)
    {
        var matrix = new double[graph.NodeCount, graph.NodeCount];
        foreach (var ((source, target), i) in GraphShapes.Relations(graph).Select((r, i) => (r, i)))
        {
            var weight = graph.IsWeighted ? graph.Out.Weights[i] : 1;
            matrix[source, target] += weight;
            matrix[target, source] += weight;
        }

        var nodes = Enumerable.Range(0, graph.NodeCount).ToArray();
        var degrees = Array.ConvertAll(nodes, a => nodes.Sum(b => matrix[a, b]));
        var (all, sum) = (degrees.Sum(), 0d);
        foreach (var a in nodes)
        {
            foreach (var b in nodes)
            {
                sum += groups[a] == groups[b] ? matrix[a, b] - (resolution * degrees[a] * degrees[b] / all) : 0;
            }
        }

        return all == 0 ? 0 : sum / all;
    }
}
