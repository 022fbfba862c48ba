using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ThreeDb.Client;

/// <summary>Mutations as lines of JSON, written while they are enumerated.</summary>
internal sealed class MutationContent : HttpContent
{
    private const int FlushAt = 64 * 1024;

    private readonly IAsyncEnumerable<Mutation> _mutations;
    private readonly IProgress<BulkProgress>? _progress;
    private readonly CancellationToken _cancellationToken;

    public MutationContent(IAsyncEnumerable<Mutation> mutations, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
    {
        _mutations = mutations;
        _progress = progress;
        _cancellationToken = cancellationToken;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, _cancellationToken);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(FlushAt * 2);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ThreeDbJson.Options.Encoder, SkipValidation = true });
        var items = 0L;
        await foreach (var mutation in _mutations.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            writer.Reset();
            MutationJson.Write(writer, mutation);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            buffer.Write("\n"u8);
            items++;
            if (buffer.WrittenCount >= FlushAt)
            {
                await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
                buffer.ResetWrittenCount();
                _progress?.Report(new BulkProgress(items, 0));
            }
        }

        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _progress?.Report(new BulkProgress(items, 0));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
