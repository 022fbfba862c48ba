using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Folders;

/// <summary>The one form of a row: what is written, what ought to be there, and what is compared are the same bytes.</summary>
internal static class RowJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(ProjectedEntity row) => Write(row.Fields, json =>
    {
        json.WriteNumber("seq", row.Seq);
        json.WriteString("id", row.Id);
        json.WriteString("type", row.Type);
        json.WriteString("project", row.Project);
        json.WriteNumber("version", row.Version);
    });

    public static byte[] Of(ProjectedRelation row) => Write(row.Fields, json =>
    {
        json.WriteString("type", row.RowKey.Type);
        json.WriteNumber("target", row.RowKey.Target);
        json.WriteString("key", row.RowKey.Key);
        json.WriteString("from", row.From);
        json.WriteString("to", row.To);
        json.WriteNumber("version", row.Version);
        json.WriteNumber("weight", row.Weight);
        json.WriteString("validFrom", row.ValidFrom?.UtcDateTime.ToString("O"));
        json.WriteString("validTo", row.ValidTo?.UtcDateTime.ToString("O"));
    });

    /// <summary>64 bits of SHA-256.</summary>
    public static ulong Hash(ReadOnlySpan<byte> row)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(row, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    // Fields come in any order and are written in one.
    private static byte[] Write(IReadOnlyList<KeyValuePair<string, JsonElement>> fields, Action<Utf8JsonWriter> head)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            head(json);
            json.WriteStartObject("fields");
            foreach (var (name, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
