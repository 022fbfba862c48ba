using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>Writes JSON to a stream, some 64 KB at a time, so that a large batch is never in memory as text.</summary>
internal sealed class JsonChunks : IAsyncDisposable
{
    /// <summary>The largest request that is sent; Neo4j holds all of it in its heap.</summary>
    public const long MaxBytes = 64L * 1024 * 1024;

    private const int ChunkSize = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(ChunkSize + 4096);
    private readonly Stream _stream;
    private readonly CancellationToken _cancellationToken;
    private long _sent;

    public JsonChunks(Stream stream, CancellationToken cancellationToken)
    {
        _stream = stream;
        _cancellationToken = cancellationToken;
        Json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>What to write to.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>Sends what has been written once it is a chunk. To be called between rows.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7004</c>: the request is too large; fewer rows make a smaller one.</exception>
    public ValueTask SendChunkAsync() => Json.BytesCommitted + Json.BytesPending - _sent >= ChunkSize ? SendAsync() : default;

    public async ValueTask SendAsync()
    {
        Json.Flush();
        _sent = Json.BytesCommitted;
        if (_sent > MaxBytes)
        {
            throw new ThreeDbException(ErrorCodes.ProjectionFailed, $"The batch is larger than {MaxBytes >> 20} MB as JSON; Neo4j gets no more at a time.");
        }

        await _stream.WriteAsync(_buffer.WrittenMemory, _cancellationToken).ConfigureAwait(false);
        _buffer.ResetWrittenCount();
    }

    public ValueTask DisposeAsync() => Json.DisposeAsync();
}
