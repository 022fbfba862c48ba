using System.Text.Json;
using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

/// <summary>A chain whose ids, titles, types and keys are hostile texts.</summary>
internal static class HostileGraph
{
    public static IReadOnlyList<string> Texts { get; } = [.. Naughty().Concat(Own()).Distinct()];

    public static GraphFile File { get; } = new(
        Texts.Select((text, i) => new GraphFileNode(text, text, i % 3 == 0 ? null : Texts[^(i + 1)], [i / 7d, i % 2 == 0 ? double.NaN : i])),
        Texts.Skip(1).Select((text, i) => new GraphFileEdge(Texts[i], Texts[i], text, i % 2 == 0 ? "" : text, 0.1 * i)),
        ["importance", "a \"b\" <c> & \\"]);

    public static async Task<string> WrittenAsync(GraphFileFormat format)
    {
        var writer = new StringWriter();
        await GraphFileWriter.WriteAsync(writer, format, File);
        return writer.ToString();
    }

    private static string[] Naughty() => JsonSerializer.Deserialize<string[]>(System.IO.File.ReadAllText(TestData.Path("naughty-strings", "blns.json")))!;

    private static IEnumerable<string> Own()
    {
        for (var c = 0; c < 0x80; c++)
        {
            yield return $"{(char)c}";
        }

        yield return "ends with \\";
        yield return "\\\"";
        yield return "a\r\nb\tc\n";
        yield return "  blanks  ";
        yield return "]]> <!-- --> <?x?> &amp; &#0;";
        yield return "\uFFFE and \uFFFF";
        yield return "pair \U0001F600, alone \uD83D, reversed \uDE00\uD83D";
        yield return "a:b -> c; } # // /* */";
        yield return new string('x', 40_000);
        yield return new string('x', 199) + string.Concat(Enumerable.Repeat("\U0001F600", 3_000));
        yield return string.Concat(Enumerable.Repeat("\\\"€&", 5_000));
    }
}
