using System.Globalization;
using System.Xml.Linq;
using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class HostileXmlTests
{
    private static readonly XNamespace GraphMl = "http://graphml.graphdrawing.org/xmlns";
    private static readonly XNamespace Gexf = "http://gexf.net/1.3";

    [Fact]
    public async Task Hostile_texts_come_back_from_graphml()
    {
        var file = HostileGraph.File;
        var graph = XDocument.Parse(await HostileGraph.WrittenAsync(GraphFileFormat.GraphMl), LoadOptions.PreserveWhitespace);
        var names = graph.Descendants(GraphMl + "key").ToDictionary(key => (string)key.Attribute("id")!, key => (string)key.Attribute("attr.name")!);
        Assert.Equal(file.ScoreNames, [names["score0"], names["score1"]]);
        Assert.Equal(
            file.Nodes.Select(node => (Clean(node.Id), Clean(node.Type), Clean(node.Title), Finite(node.Scores![0]), Finite(node.Scores[1]))),
            graph.Descendants(GraphMl + "node").Select(node => (
                (string?)node.Attribute("id"), Data(node, "type"), Data(node, "title"), Number(Data(node, "score0")), Number(Data(node, "score1")))));
        Assert.Equal(
            file.Edges.Select(edge => (Clean(edge.From), Clean(edge.Type), Clean(edge.To), Clean(edge.Key.Length == 0 ? null : edge.Key), Finite(edge.Weight))),
            graph.Descendants(GraphMl + "edge").Select(edge => (
                (string?)edge.Attribute("source"), Data(edge, "relation"), (string?)edge.Attribute("target"), Data(edge, "key"), Number(Data(edge, "weight")))));
    }

    [Fact]
    public async Task Hostile_texts_come_back_from_gexf()
    {
        var file = HostileGraph.File;
        var graph = XDocument.Parse(await HostileGraph.WrittenAsync(GraphFileFormat.Gexf), LoadOptions.PreserveWhitespace);
        var names = graph.Descendants(Gexf + "attribute").ToDictionary(one => (string)one.Attribute("id")!, one => (string)one.Attribute("title")!);
        Assert.Equal(file.ScoreNames, [names["score0"], names["score1"]]);
        Assert.Equal(
            file.Nodes.Select(node => (Clean(node.Id), Clean(node.Type), Clean(node.Title ?? node.Id), Finite(node.Scores![0]), Finite(node.Scores[1]))),
            graph.Descendants(Gexf + "node").Select(node => (
                (string?)node.Attribute("id"), Value(node, "type"), (string?)node.Attribute("label"), Number(Value(node, "score0")), Number(Value(node, "score1")))));
        Assert.Equal(
            file.Edges.Select(edge => (Clean(edge.From), Clean(edge.Type), Clean(edge.Type), Clean(edge.To), Clean(edge.Key.Length == 0 ? null : edge.Key), Finite(edge.Weight))),
            graph.Descendants(Gexf + "edge").Select(edge => (
                (string?)edge.Attribute("source"), (string?)edge.Attribute("kind"), (string?)edge.Attribute("label"), (string?)edge.Attribute("target"),
                Value(edge, "key"), Number((string?)edge.Attribute("weight")))));
    }

    private static string? Clean(string? text) => text is null ? null : FileText.Clean(text);

    private static double? Finite(double number) => double.IsFinite(number) ? number : null;

    private static double? Number(string? text) => text is null ? null : double.Parse(text, CultureInfo.InvariantCulture);

    private static string? Data(XElement of, string key) => of.Elements(GraphMl + "data").SingleOrDefault(data => (string?)data.Attribute("key") == key)?.Value;

    private static string? Value(XElement of, string key) =>
        (string?)of.Elements(Gexf + "attvalues").Elements().SingleOrDefault(value => (string?)value.Attribute("for") == key)?.Attribute("value");
}
