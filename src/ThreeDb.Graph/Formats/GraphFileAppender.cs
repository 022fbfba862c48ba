namespace ThreeDb.Graphs;

/// <summary>Writes a graph to a file that other tools open, piece by piece: all nodes, then all edges. Only a few kilobytes of it are held at a time. Owner: who made it.</summary>
/// <remarks>See <see cref="GraphFileWriter"/> for what becomes of text.</remarks>
public sealed class GraphFileAppender : IDisposable
{
    private const int CharsPerWrite = 16_384;

    private readonly TextWriter _writer;
    private readonly GraphFormatter _formatter;
    private bool _hasEdges;

    /// <param name="writer">Where to; UTF-8 is expected. Neither flushed at the end nor closed.</param>
    /// <param name="format">Which format.</param>
    /// <param name="scoreNames">The names of the scores of nodes.</param>
    public GraphFileAppender(TextWriter writer, GraphFileFormat format, IReadOnlyList<string> scoreNames)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(scoreNames);
        _writer = writer;
        _formatter = format switch
        {
            GraphFileFormat.GraphMl => new GraphMlFormatter(),
            GraphFileFormat.Gexf => new GexfFormatter(),
            GraphFileFormat.Dot => new DotFormatter(),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "This is no format of a graph file."),
        };
        _formatter.Begin(scoreNames);
    }

    /// <summary>Adds a node.</summary>
    /// <exception cref="InvalidOperationException">There are edges already.</exception>
    public ValueTask AddAsync(GraphFileNode node, CancellationToken cancellationToken = default)
    {
        if (_hasEdges)
        {
            throw new InvalidOperationException("All nodes come before the first edge.");
        }

        _formatter.Add(node);
        return PassOnAsync(CharsPerWrite, cancellationToken);
    }

    /// <summary>Adds an edge between nodes that were added.</summary>
    public ValueTask AddAsync(GraphFileEdge edge, CancellationToken cancellationToken = default)
    {
        BeginEdges();
        _formatter.Add(edge);
        return PassOnAsync(CharsPerWrite, cancellationToken);
    }

    /// <summary>Ends the file. Without it, it is not whole.</summary>
    public ValueTask EndAsync(CancellationToken cancellationToken = default)
    {
        BeginEdges();
        _formatter.End();
        return PassOnAsync(0, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _formatter.Dispose();

    private void BeginEdges()
    {
        if (!_hasEdges)
        {
            _hasEdges = true;
            _formatter.BeginEdges();
        }
    }

    private async ValueTask PassOnAsync(int above, CancellationToken cancellationToken)
    {
        if (_formatter.Written.Length >= above)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _formatter.Flush();
            await _writer.WriteAsync(_formatter.Written, cancellationToken).ConfigureAwait(false);
            _formatter.Written.Clear();
        }
    }
}
