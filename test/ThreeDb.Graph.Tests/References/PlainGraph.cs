using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>A small graph as matrices, for slow and obvious versions of algorithms.</summary>
public sealed class PlainGraph
{
    private PlainGraph(int nodes)
    {
        Nodes = nodes;
        (Weights, Counts, Lightest) = (new double[nodes, nodes], new double[nodes, nodes], new double[nodes, nodes]);
    }

    public int Nodes { get; }

    /// <summary>The weights from a node to another, added up.</summary>
    public double[,] Weights { get; }

    /// <summary>The number of relations from a node to another.</summary>
    public double[,] Counts { get; }

    /// <summary>The lowest weight of the relations from a node to another; without a meaning where there is none.</summary>
    public double[,] Lightest { get; }

    public static PlainGraph Of(Subgraph graph, Direction direction = Direction.Out)
    {
        var plain = new PlainGraph(graph.NodeCount);
        for (var source = 0; source < graph.NodeCount; source++)
        {
            for (var i = 0; i < graph.Out.Degree(source); i++)
            {
                var (target, weight) = (graph.Out.Of(source)[i], graph.IsWeighted ? graph.Out.WeightsOf(source)[i] : 1);
                if (direction != Direction.In)
                {
                    plain.Add(source, target, weight);
                }

                if (direction == Direction.In || (direction == Direction.Any && source != target))
                {
                    plain.Add(target, source, weight);
                }
            }
        }

        return plain;
    }

    public bool Has(int source, int target) => source != target && Counts[source, target] > 0;

    /// <summary>The different neighbours of a node, itself left out.</summary>
    public HashSet<int> Neighbours(int node) => [.. Enumerable.Range(0, Nodes).Where(other => Has(node, other))];

    /// <summary>Distances from each node to each, in steps or by weight; infinite where there is no path (Floyd and Warshall).</summary>
    public double[,] Distances(bool weighted = false)
    {
        var distances = new double[Nodes, Nodes];
        for (var a = 0; a < Nodes; a++)
        {
            for (var b = 0; b < Nodes; b++)
            {
                distances[a, b] = a == b ? 0 : Has(a, b) ? weighted ? Lightest[a, b] : 1 : double.PositiveInfinity;
            }
        }

        for (var middle = 0; middle < Nodes; middle++)
        {
            for (var a = 0; a < Nodes; a++)
            {
                for (var b = 0; b < Nodes; b++)
                {
                    distances[a, b] = Math.Min(distances[a, b], distances[a, middle] + distances[middle, b]);
                }
            }
        }

        return distances;
    }

    private void Add(int source, int target, double weight)
    {
        Lightest[source, target] = Counts[source, target] > 0 ? Math.Min(Lightest[source, target], weight) : weight;
        Weights[source, target] += weight;
        Counts[source, target]++;
    }
}
