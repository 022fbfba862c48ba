using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class HostileDotTests
{
    [Fact]
    public async Task Hostile_texts_come_back_from_dot()
    {
        var file = HostileGraph.File;
        var statements = new DotReader(await HostileGraph.WrittenAsync(GraphFileFormat.Dot)).Statements();
        Assert.Equal(
            file.Nodes.Select(node => (Plain(node.Id), Label(node.Title ?? node.Id), Plain(node.Type!))),
            statements.Where(one => one.Ends.Length == 1).Select(one => (one.Ends[0], one.Attributes["label"], one.Attributes["type"])));
        Assert.Equal(
            file.Edges.Select(edge => (Plain(edge.From), Plain(edge.To), Label(edge.Type), edge.Key.Length == 0 ? null : Plain(edge.Key))),
            statements.Where(one => one.Ends.Length == 2).Select(one => (one.Ends[0], one.Ends[1], one.Attributes["label"], one.Attributes.GetValueOrDefault("relation_key"))));
    }

    // What stands between the quotes once \" is resolved: backslashes stay doubled, line ends are pictures.
    internal static string Plain(string text) => FileText.Clean(text)
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace('\n', '\u240A').Replace('\r', '\u240D');

    internal static string Label(string text)
    {
        var clean = FileText.Clean(text);
        var label = clean.Length <= 200 ? clean : $"{clean[..(char.IsHighSurrogate(clean[199]) ? 199 : 200)]}…";
        return label.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("&", "&amp;", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }
}
