using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Neo4j;

/// <summary>Values of properties in the plain JSON of both APIs.</summary>
/// <remarks>
/// It is exact: Neo4j 5.26 reads and writes integers of 64 bits in full, writes floats in a form that reads back as the same number, and tells
/// the two apart by a point or an exponent (tested against the server). The typed JSON says the same in five times as many bytes.
/// </remarks>
internal static class PropertyJson
{
    /// <summary>Writes a member of an object.</summary>
    public static void WriteMember(Utf8JsonWriter json, string name, in GraphValue value)
    {
        if (name.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }
        else
        {
            json.WriteRawValue(RawMember(name, value), skipInputValidation: true);
        }
    }

    public static void Write(Utf8JsonWriter json, in GraphValue value)
    {
        switch (value.Kind)
        {
            case GraphValueKind.Bool:
                json.WriteBooleanValue(value.AsBool);
                break;
            case GraphValueKind.Long:
                json.WriteNumberValue(value.AsLong);
                break;
            case GraphValueKind.Double:
                WriteDouble(json, value.AsDouble);
                break;
            case GraphValueKind.String:
                json.WriteStringValue(value.AsString);
                break;
            case GraphValueKind.Array:
                json.WriteStartArray();
                foreach (var element in value.AsArray)
                {
                    Write(json, element);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    /// <summary>A value that was read back.</summary>
    public static GraphValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => GraphValue.Of(true),
        JsonValueKind.False => GraphValue.Of(false),
        JsonValueKind.Number => json.TryGetInt64(out var integer) ? GraphValue.Of(integer) : GraphValue.Of(json.GetDouble()),
        JsonValueKind.String => GraphValue.Of(json.GetString()!),
        JsonValueKind.Array => GraphValue.Of([.. json.EnumerateArray().Select(Read)]),
        JsonValueKind.Null => default,
        _ => GraphValue.Of(json.GetRawText()),
    };

    // Neo4j's JSON reader (seen on 5.26) refuses a name that holds an escaped surrogate pair, and Utf8JsonWriter writes such characters in no other way.
    private static byte[] RawMember(string name, in GraphValue value)
    {
        var member = new ArrayBufferWriter<byte>();
        member.Write("\""u8);
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.IsBmp)
            {
                member.Write(JsonEncodedText.Encode(rune.ToString(), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            }
            else
            {
                member.Advance(rune.EncodeToUtf8(member.GetSpan(4)));
            }
        }

        member.Write("\":"u8);
        using (var json = new Utf8JsonWriter(member, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(json, value);
        }

        return member.WrittenSpan.ToArray();
    }

    // A float without a fraction would arrive as an integer, and integers divide otherwise.
    private static void WriteDouble(Utf8JsonWriter json, double value)
    {
        Span<byte> text = stackalloc byte[34];
        if (!Utf8Formatter.TryFormat(value, text, out var length))
        {
            throw new InvalidOperationException("No double is longer.");
        }

        if (text[..length].IndexOfAny((byte)'.', (byte)'E') < 0)
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        json.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
