namespace ThreeDb.Graphs;

/// <summary>Writes answers about a graph to files that other tools open.</summary>
/// <remarks>
/// Text is kept as it is but for characters that XML 1.0 forbids, in every format: a control character below U+0020 other than tab, line feed and
/// carriage return becomes its picture (U+0007 becomes U+2407), and lone surrogates, U+FFFE and U+FFFF become U+FFFD. Ids that differ there only may fall together.
/// </remarks>
public static class GraphFileWriter
{
    private const int CharsPerWrite = 16_384;

    /// <summary>Writes a file. Only a few kilobytes of it are held at a time.</summary>
    /// <param name="writer">Where to; UTF-8 is expected. Neither flushed at the end nor closed.</param>
    /// <param name="format">Which format.</param>
    /// <param name="file">What.</param>
    /// <param name="cancellationToken">Stops between writes.</param>
    public static async Task WriteAsync(TextWriter writer, GraphFileFormat format, GraphFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(file);
        using var formatter = FormatterOf(format);
        formatter.Begin(file.ScoreNames);
        foreach (var node in file.Nodes)
        {
            formatter.Add(node);
            await PassOnAsync(writer, formatter, CharsPerWrite, cancellationToken).ConfigureAwait(false);
        }

        formatter.BeginEdges();
        foreach (var edge in file.Edges)
        {
            formatter.Add(edge);
            await PassOnAsync(writer, formatter, CharsPerWrite, cancellationToken).ConfigureAwait(false);
        }

        formatter.End();
        await PassOnAsync(writer, formatter, 0, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask PassOnAsync(TextWriter writer, GraphFormatter formatter, int above, CancellationToken cancellationToken)
    {
        if (formatter.Written.Length >= above)
        {
            cancellationToken.ThrowIfCancellationRequested();
            formatter.Flush();
            await writer.WriteAsync(formatter.Written, cancellationToken).ConfigureAwait(false);
            formatter.Written.Clear();
        }
    }

    private static GraphFormatter FormatterOf(GraphFileFormat format) => format switch
    {
        GraphFileFormat.GraphMl => new GraphMlFormatter(),
        GraphFileFormat.Gexf => new GexfFormatter(),
        GraphFileFormat.Dot => new DotFormatter(),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "This is no format of a graph file."),
    };
}
