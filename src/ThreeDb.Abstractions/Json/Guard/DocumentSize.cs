using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb;

/// <summary>Holds documents to <see cref="JsonLimits"/>, whatever stood around them in a request. Their syntax and their values are <see cref="JsonGuard"/>'s.</summary>
/// <remarks>
/// Bytes are counted as 3db gives the document out, so that what is stored can be sent again: PostgreSQL writes numbers without exponent, and
/// a text that came in two bytes may go out in six.
/// </remarks>
internal static class DocumentSize
{
    // "1e308" goes out in 309 characters; no byte becomes more than that share of the longest number.
    private const int MostGrowth = JsonNumberRules.MaxLength / 4;

    /// <exception cref="ThreeDbException"><c>TDB1002</c>, <c>TDB1003</c>, <c>TDB1007</c>.</exception>
    public static void Check(JsonElement document, JsonLimits limits, string pointer)
    {
        var raw = JsonMarshal.GetRawUtf8Value(document);
        if (raw.Length / 2 > limits.MaxMembers || raw.Length > limits.MaxBytes / MostGrowth || raw.Count((byte)'{') + raw.Count((byte)'[') > limits.MaxDepth)
        {
            Measure(raw, limits, pointer);
        }
    }

    private static void Measure(ReadOnlySpan<byte> raw, JsonLimits limits, string pointer)
    {
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var (members, bytes, depth) = (-1L, 0L, 0);
        var last = JsonTokenType.None;
        while (reader.Read())
        {
            var token = reader.TokenType;
            bytes += token switch
            {
                JsonTokenType.PropertyName => TextLength(ref reader) + 3,
                JsonTokenType.String => TextLength(ref reader) + 2,
                JsonTokenType.Number => JsonNumberRules.PlainLength(reader.ValueSpan),
                JsonTokenType.True or JsonTokenType.Null => 4,
                JsonTokenType.False => 5,
                _ => 1,
            };
            if (token is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                // Every member and element was counted with a comma; the last one has none.
                bytes -= last is JsonTokenType.StartObject or JsonTokenType.StartArray ? 0 : 1;
            }
            else if (token != JsonTokenType.PropertyName)
            {
                members++;
                bytes++;
                depth = Math.Max(depth, token is JsonTokenType.StartObject or JsonTokenType.StartArray ? reader.CurrentDepth + 1 : 0);
            }

            last = token;
        }

        // The document itself was counted with a comma, too.
        bytes--;
        if (depth > limits.MaxDepth)
        {
            throw Fault(ErrorCodes.JsonTooDeep, $"The document is nested {depth:N0} levels deep; at most {limits.MaxDepth:N0} are allowed.", pointer, $"Nest objects and arrays at most {limits.MaxDepth:N0} levels deep.");
        }

        if (members > limits.MaxMembers)
        {
            throw Fault(ErrorCodes.TooManyKeys, $"The document has {members:N0} members and array elements; at most {limits.MaxMembers:N0} are allowed.", pointer);
        }

        if (bytes > limits.MaxBytes)
        {
            throw Fault(ErrorCodes.BodyTooLarge, $"The document has {bytes:N0} bytes as 3db gives it out, with numbers written in full; at most {limits.MaxBytes:N0} are allowed.", pointer);
        }
    }

    private static ThreeDbException Fault(ErrorCode code, string detail, string pointer, string? hint = null) => new(code, detail, hint, [new FieldError(pointer, detail)]);

    private static long TextLength(ref Utf8JsonReader reader)
    {
        var encoder = ThreeDbJson.Options.Encoder!;
        if (!reader.ValueIsEscaped && encoder.FindFirstCharacterToEncodeUtf8(reader.ValueSpan) < 0)
        {
            return reader.ValueSpan.Length;
        }

        var plain = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        var encoded = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            var length = 0L;
            for (ReadOnlySpan<byte> rest = plain.AsSpan(0, reader.CopyString(plain)); !rest.IsEmpty;)
            {
                encoder.EncodeUtf8(rest, encoded, out var read, out var written);
                length += written;
                rest = rest[read..];
            }

            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
            ArrayPool<byte>.Shared.Return(encoded);
        }
    }
}
