using System.Globalization;
using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>A validation graph of LDBC Graphalytics and the answer that is expected.</summary>
/// <param name="Graph">The relations; those of an undirected graph once, from the end with the smaller id.</param>
/// <param name="Directed">Whether it is a directed graph.</param>
/// <param name="Ids">LDBC's id of each node, ascending.</param>
/// <param name="Expected">The answer for each node as it stands in the file; empty when none was asked for.</param>
public sealed record GraphalyticsCase(Subgraph Graph, bool Directed, long[] Ids, string[] Expected)
{
    /// <summary>The answers as numbers; unreachable (Infinity, or the largest long) is infinite.</summary>
    public double[] Numbers() => Array.ConvertAll(Expected, text => text switch
    {
        "Infinity" or "9223372036854775807" => double.PositiveInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    });

    /// <summary>The answers that are ids of nodes, as nodes.</summary>
    public int[] Nodes() => Array.ConvertAll(Expected, text => Array.BinarySearch(Ids, long.Parse(text, CultureInfo.InvariantCulture)));

    /// <summary>The node with an id.</summary>
    public int NodeOf(long id) => Array.BinarySearch(Ids, id);

    /// <summary>The graph as the directed one that LDBC means: each relation of an undirected graph in both directions.</summary>
    public Subgraph BothWays()
    {
        if (Directed)
        {
            return Graph;
        }

        var relations = GraphShapes.Relations(Graph).ToArray();
        int[] sources = [.. relations.Select(r => r.Source), .. relations.Select(r => r.Target)];
        int[] targets = [.. relations.Select(r => r.Target), .. relations.Select(r => r.Source)];
        return Subgraph.Of(Graph.NodeCount, sources, targets, Graph.IsWeighted ? [.. Graph.Out.Weights, .. Graph.Out.Weights] : []);
    }
}
