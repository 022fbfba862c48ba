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

    /// <summary>Writes, and says so; without a file, prints. What is large goes out as it comes.</summary>
    public async Task WriteAsync(Call call, GraphFileContent content)
    {
        // A question that is refused leaves what was in the file.
        await using var pieces = content.Pieces.GetAsyncEnumerator(call.Token);
        var more = await pieces.MoveNextAsync();
        var (nodes, edges, notes) = _path is null
            ? await WriteAsync(call, content, pieces, more, new ScreenWriter(call.Screen))
            : await WriteFileAsync(call, content, pieces, more, Path.Combine(call.Shell.Folder, _path));
        if (_path is not null)
        {
            string[] all = [.. content.Answer?.Notes ?? [], .. notes];
            var answer = new GraphFileAnswer(_path, _format.Word, nodes, edges, content.Cut is not null, all.Length == 0 ? null : all);
            call.Screen.Answer(answer, screen => screen.Line($"Wrote {Printable.Of(_path)}: {Quantity.Count(nodes, "entity", "entities")}, {Quantity.Count(edges, "relation", "relations")}."));
        }

        foreach (var note in (string?[])[nodes == 0 ? content.None : null, content.Cut, .. notes])
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

    private async Task<(long Nodes, long Edges, List<string> Notes)> WriteFileAsync(Call call, GraphFileContent content, IAsyncEnumerator<GraphPiece> pieces, bool more, string path)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);

        // What was written is where a link leads to, and the link stays.
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        try
        {
            await using var writer = new StreamWriter(file, new UTF8Encoding(false), leaveOpen: true);
            return await WriteAsync(call, content, pieces, more, writer);
        }
        catch when (file.CanSeek && !IsDevice(path) && !IsDevice(target))
        {
            // Nobody is to take a part for the whole; devices and pipes are not ours to remove.
            File.Delete(target);
            throw;
        }
    }

    // Some devices can be sought, as /dev/null; memory that is used as files lies there, too.
    private static bool IsDevice(string path) =>
        Path.GetFullPath(path) is var full && full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private async Task<(long Nodes, long Edges, List<string> Notes)> WriteAsync(Call call, GraphFileContent content, IAsyncEnumerator<GraphPiece> pieces, bool more, TextWriter writer)
    {
        using var file = new GraphFileAppender(writer, _format.Format, content.ScoreNames);
        var (nodes, edges, notes) = (0L, 0L, new List<string>());
        for (; more; more = await pieces.MoveNextAsync())
        {
            switch (pieces.Current)
            {
                case { Node: { } node }:
                    nodes++;
                    await file.AddAsync(new GraphFileNode(node.Id, node.Type, node.Title, content.ScoresOf(node)), call.Token);
                    break;
                case { Edge: { } edge }:
                    edges++;
                    await file.AddAsync(new GraphFileEdge(edge.From, edge.Type, edge.To, edge.Key, edge.Weight), call.Token);
                    break;
                case { Note: { } note }:
                    notes.Add(note);
                    break;
            }
        }

        await file.EndAsync(call.Token);
        return (nodes, edges, notes);
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
internal sealed record GraphFileAnswer(string File, string Format, long Nodes, long Edges, bool Truncated, IReadOnlyList<string>? Notes);
