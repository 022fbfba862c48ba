using System.Text.Json;
using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class ForeignReaderTests
{
    // Debian's NetworkX reads GEXF up to 1.2, whose elements are the same: only the names of the versions are exchanged.
    private const string Networkx =
        """
        import io, json, sys, networkx
        text = sys.stdin.buffer.read()
        if sys.argv[1] == "gexf":
            text = text.replace(b'http://gexf.net/1.3', b'http://www.gexf.net/1.2draft').replace(b'version="1.3"', b'version="1.2"')
            graph = networkx.read_gexf(io.BytesIO(text))
        else:
            graph = networkx.read_graphml(io.BytesIO(text), force_multigraph=True)
        json.dump({"nodes": [[id, data.get("type"), data.get("importance")] for id, data in graph.nodes(data=True)],
            "edges": sorted([a, b, data.get("weight")] for a, b, data in graph.edges(data=True))}, sys.stdout)
        """;

    [Theory]
    [InlineData("graphml")]
    [InlineData("gexf")]
    public async Task Networkx_reads_hostile_texts(string format)
    {
        var file = HostileGraph.File;
        var text = await HostileGraph.WrittenAsync(format == "gexf" ? GraphFileFormat.Gexf : GraphFileFormat.GraphMl);
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        var read = JsonElement.Parse(await ForeignTool.ReadAsync(python, ["-c", Networkx, format], text, "python3-networkx"));
        Assert.Equal(
            file.Nodes.Select(node => (FileText.Clean(node.Id), node.Scores![0])),
            read.GetProperty("nodes").EnumerateArray().Select(node => (node[0].GetString()!, node[2].GetDouble())));
        Assert.Equal(
            file.Edges.Select(edge => (FileText.Clean(edge.From), FileText.Clean(edge.To), edge.Weight)).OrderBy(edge => edge.Weight),
            read.GetProperty("edges").EnumerateArray().Select(edge => (edge[0].GetString()!, edge[1].GetString()!, edge[2].GetDouble())).OrderBy(edge => edge.Item3));
    }

    [Fact]
    public async Task Graphviz_reads_hostile_texts()
    {
        var file = HostileGraph.File;
        var read = JsonElement.Parse(await ForeignTool.ReadAsync("dot", ["-Tdot_json"], await HostileGraph.WrittenAsync(GraphFileFormat.Dot), "graphviz"));
        var nodes = read.GetProperty("objects").EnumerateArray().ToList();
        Assert.Equal(
            file.Nodes.Select(node => (Named(HostileDotTests.Plain(node.Id)), Unquoted(HostileDotTests.Label(node.Title ?? node.Id)))),
            nodes.Select(node => (Named(node.GetProperty("name").GetString()!), Unquoted(node.GetProperty("label").GetString()!))));
        Assert.Equal(file.Edges.Count(), read.GetProperty("edges").GetArrayLength());
    }

    // Graphviz gives an empty label as two quotes, like a label of two quotes.
    private static string Unquoted(string label) => label == "\"\"" ? "" : label;

    // Graphviz keeps names that begin with % for itself: it knows such a node by its name, and calls it otherwise.
    private static string Named(string name) => name.StartsWith('%') ? "%" : name;
}
