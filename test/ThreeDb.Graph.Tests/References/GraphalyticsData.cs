using System.Globalization;
using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

/// <summary>The validation graphs of LDBC Graphalytics, with the answers to expect.</summary>
public static class GraphalyticsData
{
    /// <summary>The graph made for one algorithm.</summary>
    /// <param name="algorithm">bfs, cdlp, ffm (no answers), lcc, pr, sssp or wcc.</param>
    /// <param name="directed">Which of the two.</param>
    public static GraphalyticsCase Of(string algorithm, bool directed)
    {
        var prefix = directed ? "dir" : "undir";
        return Read(TestData.Path("graphalytics", algorithm), $"{prefix}-input", $"{prefix}-output", directed);
    }

    /// <summary>The example graph (weighted) with the answer for BFS, CDLP, LCC, PR, SSSP or WCC.</summary>
    public static GraphalyticsCase Example(string algorithm, bool directed)
    {
        var name = $"example-{(directed ? "directed" : "undirected")}";
        return Read(TestData.Path("graphalytics", "example"), name, $"{name}-{algorithm}", directed);
    }

    private static GraphalyticsCase Read(string folder, string input, string output, bool directed)
    {
        var edges = Path.Combine(folder, $"{input}.e");
        var hasEdges = File.Exists(edges);
        var lines = Rows(hasEdges ? edges : Path.Combine(folder, input));
        var named = hasEdges ? Rows(Path.Combine(folder, $"{input}.v")) : lines; // A list of neighbours may name nodes that have no list.
        long[] ids = [.. named.SelectMany(row => row).Select(Id).Distinct().Order()];
        var relations = hasEdges
            ? lines.Select(row => (Source: Node(row[0]), Target: Node(row[1]), Weight: row.Length > 2 ? double.Parse(row[2], CultureInfo.InvariantCulture) : 1))
            : lines.SelectMany(row => row.Skip(1).Select(target => (Source: Node(row[0]), Target: Node(target), Weight: 1d)));
        if (!directed)
        {
            relations = relations.Select(r => r.Source <= r.Target ? r : (Source: r.Target, Target: r.Source, r.Weight)).DistinctBy(r => (r.Source, r.Target));
        }

        var list = relations.ToArray();
        var weights = Array.ConvertAll(list, r => r.Weight);
        var graph = Subgraph.Of(
            ids.Length,
            Array.ConvertAll(list, r => r.Source),
            Array.ConvertAll(list, r => r.Target),
            weights.All(weight => weight == 1) ? [] : weights);
        return new GraphalyticsCase(graph, directed, ids, Answers());

        int Node(string id) => Array.BinarySearch(ids, Id(id));

        string[] Answers()
        {
            var path = Path.Combine(folder, output);
            return File.Exists(path) ? [.. Rows(path).OrderBy(row => Id(row[0])).Select(row => row[1])] : [];
        }
    }

    private static long Id(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string[][] Rows(string path) =>
        [.. File.ReadLines(path).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(row => row.Length > 0)];
}
