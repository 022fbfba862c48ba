using System.CommandLine;
using System.Text;
using ThreeDb.Graphs;

namespace ThreeDb.Cli;

/// <summary>The options <c>--format</c> and <c>--out</c>: an answer as a file that Gephi, yEd or Graphviz opens.</summary>
internal sealed class GraphFileOutput
{
    private static readonly (string Word, GraphFileFormat Format, string[] Endings)[] Formats =
        [("graphml", GraphFileFormat.GraphMl, [".graphml", ".xml"]), ("gexf", GraphFileFormat.Gexf, [".gexf"]), ("dot", GraphFileFormat.Dot, [".dot", ".gv"])];

    private static readonly string[] Words = [.. Formats.Select(format => format.Word)];

    private readonly (string Word, GraphFileFormat Format, string[] Endings) _format;
    private readonly string? _path;

    private GraphFileOutput((string Word, GraphFileFormat Format, string[] Endings) format, string? path)
    {
        _format = format;
        _path = path;
    }

    public static Option<string?> Format { get; } = MakeFormat();

    public static Option<string?> Out { get; } = new("--out") { Description = "Write the graph into this file; its ending says the format unless --format does", HelpName = "FILE" };

    /// <summary>The file that was asked for; null when none was.</summary>
    /// <exception cref="ThreeDbException"><c>TDB6001</c>.</exception>
    public static GraphFileOutput? Of(Call call)
    {
        var (word, path) = (call.Get(Format), call.Get(Out));
        if (word is null && path is null)
        {
            return null;
        }

        if (path is null && call.Screen.IsJson)
        {
            throw Usage.Fault("--format prints no JSON: leave --json out, or name a file with --out.");
        }

        var found = Array.FindIndex(Formats, format => word is null
            ? format.Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            : format.Word.Equals(word, StringComparison.OrdinalIgnoreCase));
        return found >= 0 ? new GraphFileOutput(Formats[found], path)
            : throw Usage.Fault(word is null
                ? $"--out: the ending of '{Printable.Short(path!)}' says no format; give --format {string.Join(", ", Words)}."
                : $"--format: '{Printable.Short(word)}' is none of {string.Join(", ", Words)}{Nearest.Hint(word, Words)}.");
    }

    /// <summary>Writes, and says so; without a file, prints.</summary>
    public async Task WriteAsync(Call call, GraphFileContent content)
    {
        var (nodes, edges) = (content.Nodes, content.Edges);
        var file = new GraphFile(
            nodes.Select(node => new GraphFileNode(node.Id, node.Type, node.Title, content.ScoresOf(node))),
            edges.Select(edge => new GraphFileEdge(edge.From, edge.Type, edge.To, edge.Key, edge.Weight)), content.ScoreNames);
        if (_path is not null)
        {
            await using var writer = new StreamWriter(Path.Combine(call.Shell.Folder, _path), append: false, new UTF8Encoding(false));
            await GraphFileWriter.WriteAsync(writer, _format.Format, file, call.Token);
            var answer = new GraphFileAnswer(_path, _format.Word, nodes.Count, edges.Count, content.Cut is not null, content.Answer?.Notes);
            call.Screen.Answer(answer, screen => screen.Line($"Wrote {Printable.Of(_path)}: {Quantity.Count(nodes.Count, "entity", "entities")}, {Quantity.Count(edges.Count, "relation", "relations")}."));
        }
        else
        {
            await using var text = new StringWriter();
            await GraphFileWriter.WriteAsync(text, _format.Format, file, call.Token);
            call.Screen.Line(text.ToString().TrimEnd('\n'));
        }

        foreach (var note in (string?[])[nodes.Count == 0 ? content.None : null, content.Cut])
        {
            if (!string.IsNullOrEmpty(note))
            {
                call.Screen.Note(note);
            }
        }

        if (content.Answer is { } found)
        {
            GraphOptions.Told(call.Screen, found);
        }
    }

    private static Option<string?> MakeFormat()
    {
        var option = new Option<string?>("--format") { Description = "As a file for Gephi (graphml, gexf) or Graphviz (dot), printed unless --out names one", HelpName = string.Join('|', Words) };
        option.CompletionSources.Clear();
        option.CompletionSources.Add(Words);
        return option;
    }
}

/// <summary>A file that was written.</summary>
internal sealed record GraphFileAnswer(string File, string Format, int Nodes, int Edges, bool Truncated, IReadOnlyList<string>? Notes);
