using System.Buffers;
using System.Text.Json;

namespace ThreeDb.Server;

/// <summary>Writes answers whole: a value that fails to become JSON leaves nothing behind that a problem would have to follow.</summary>
internal static class AnswerBuffer
{
    private const int LargestKept = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _kept;

    public static void Write<T>(HttpResponse response, T value)
    {
        var buffer = _kept ?? new ArrayBufferWriter<byte>(4096);
        _kept = null;
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ThreeDbJson.Options.Encoder, SkipValidation = true }))
        {
            JsonSerializer.Serialize(writer, value, ThreeDbJson.Options);
        }

        response.ContentLength = buffer.WrittenCount;
        response.BodyWriter.Write(buffer.WrittenSpan);
        if (buffer.Capacity <= LargestKept)
        {
            buffer.ResetWrittenCount();
            _kept = buffer;
        }
    }
}
