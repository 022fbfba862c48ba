using ThreeDb.Graphs;

namespace ThreeDb;

/// <summary>How much memory an algorithm takes at most besides the graph: its sub-graph with the directions that it looks at, and arrays over nodes and relations.</summary>
/// <remarks>Counted from what each of them makes; a test holds them to it.</remarks>
internal static class AnalysisNeed
{
    /// <summary>In bytes.</summary>
    /// <param name="graph">How large the sub-graph is.</param>
    /// <param name="request">What is computed on it.</param>
    /// <param name="threads">How many threads work.</param>
    public static long Of(SubgraphSize graph, AnalysisRequest request, int threads)
    {
        var (nodes, relations) = (graph.Nodes + 1L, graph.Relations);
        var direction = request.Direction ?? Direction.Any;
        var ends = direction == Direction.Any ? 2 * relations : relations;
        var isWeighted = request.Weighted && graph.IsWeighted;
        var perEnd = graph.IsWeighted ? 12 : 4;
        var (back, both) = ((4 * nodes) + (perEnd * relations), (8 * nodes) + (3 * perEnd * relations));
        var rows = direction switch { Direction.Out => 0, Direction.In => back, _ => both };
        var copy = (4 * nodes) + ((isWeighted ? 12 : 4) * ends);
        var sums = 8 * nodes * (1 + Lanes(nodes));
        return graph.Bytes + (8 * nodes) + request.Algorithm switch
        {
            GraphAlgorithm.PageRank => (96 * nodes)
                + request.Direction switch { Direction.Any => both + (2 * perEnd * relations), Direction.In => back + (perEnd * relations), _ => perEnd * relations },
            GraphAlgorithm.Degree => rows,
            GraphAlgorithm.Closeness or GraphAlgorithm.Harmonic => both + copy + (2 * sums) + (threads * 48 * nodes),
            GraphAlgorithm.Betweenness => rows + copy + sums + (4 * nodes) + (threads * (isWeighted ? 64 * nodes : (40 * nodes) + (4 * ends))),
            GraphAlgorithm.Eigenvector => both + (24 * nodes),
            GraphAlgorithm.WeakComponents => 48 * nodes,
            GraphAlgorithm.StrongComponents => 64 * nodes,
            GraphAlgorithm.LabelPropagation => back + ((32 + (threads * 24)) * nodes),
            GraphAlgorithm.Louvain => both + (256 * nodes) + (72 * relations),
            GraphAlgorithm.Leiden => both + (512 * nodes) + (224 * relations),
            GraphAlgorithm.KCore => both + (2 * copy) + (48 * nodes),
            GraphAlgorithm.Triangles or GraphAlgorithm.Clustering => both + (10 * relations) + ((64 + (threads * 24)) * nodes),
            GraphAlgorithm.SpanningForest => (48 * relations) + (64 * nodes),
            GraphAlgorithm.LinkPrediction => both + (2 * copy) + (8 * nodes) + (threads * 64 * nodes) + (2 << 20),
            _ => both + (2 * copy) + (threads * 64 * nodes) + (1 << 20),
        };
    }

    // As many sums as algorithms keep beside each other.
    private static int Lanes(long nodes) => nodes <= 200_001 ? 32 : nodes <= 2_000_001 ? 16 : 8;
}
