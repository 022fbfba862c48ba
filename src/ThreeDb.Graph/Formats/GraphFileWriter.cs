namespace ThreeDb.Graphs;

/// <summary>Writes answers about a graph to files that other tools open.</summary>
/// <remarks>
/// Text is kept as it is but for characters that XML 1.0 forbids, in every format: a control character below U+0020 other than tab, line feed and
/// carriage return becomes its picture (U+0007 becomes U+2407), and lone surrogates, U+FFFE and U+FFFF become U+FFFD. Ids that differ there only may fall together.
/// </remarks>
public static class GraphFileWriter
{
    /// <summary>Writes a file. Only a few kilobytes of it are held at a time.</summary>
    /// <param name="writer">Where to; UTF-8 is expected. Neither flushed at the end nor closed.</param>
    /// <param name="format">Which format.</param>
    /// <param name="file">What.</param>
    /// <param name="cancellationToken">Stops between writes.</param>
    public static async Task WriteAsync(TextWriter writer, GraphFileFormat format, GraphFile file, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var appender = new GraphFileAppender(writer, format, file.ScoreNames);
        foreach (var node in file.Nodes)
        {
            await appender.AddAsync(node, cancellationToken).ConfigureAwait(false);
        }

        foreach (var edge in file.Edges)
        {
            await appender.AddAsync(edge, cancellationToken).ConfigureAwait(false);
        }

        await appender.EndAsync(cancellationToken).ConfigureAwait(false);
    }
}
