using System.Buffers;
using System.Text.Json;

namespace ThreeDb.Cli;

/// <summary>Writes mutations as lines of JSON.</summary>
internal sealed class MutationWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Utf8JsonWriter _json;
    private readonly Stream _stream;

    public MutationWriter(Stream stream)
    {
        _stream = stream;
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = ThreeDbJson.Options.Encoder, SkipValidation = true });
    }

    /// <summary>How much waits to be written.</summary>
    public int Waiting => _buffer.WrittenCount;

    public void Write(Mutation mutation)
    {
        _json.Reset();
        MutationJson.Write(_json, mutation);
        _json.Flush();
        Write("\n"u8);
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    /// <summary>Keeps the numbers of lines when a record of the source took several, or none could be made of it.</summary>
    public void EmptyLine() => Write("\n"u8);

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(_buffer.WrittenMemory, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
        _buffer.ResetWrittenCount();
    }

    /// <summary>Leaves the stream open, and what waits unwritten.</summary>
    public void Dispose() => _json.Dispose();
}
