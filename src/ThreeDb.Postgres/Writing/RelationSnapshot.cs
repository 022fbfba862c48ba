using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>What the log keeps of a relation before a change: enough to make it again.</summary>
internal static class RelationSnapshot
{
    /// <summary>The image before a change as JSON; null when it says nothing beyond its key, or there was none.</summary>
    public static PgJson? Of(RelationImage? before)
    {
        if (before is not { } stored || stored is { Data: null, Weight: 1, ValidFrom: null, ValidTo: null })
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (stored.Data is { } data)
            {
                writer.WritePropertyName("data");
                data.WriteTo(writer);
            }

            if (stored.Weight != 1)
            {
                writer.WriteNumber("weight", stored.Weight);
            }

            if (stored.ValidFrom is { } from)
            {
                writer.WriteString("validFrom", from);
            }

            if (stored.ValidTo is { } to)
            {
                writer.WriteString("validTo", to);
            }

            writer.WriteEndObject();
        }

        return new PgJson(buffer.WrittenMemory);
    }

    /// <summary>Reads what <see cref="Of"/> wrote.</summary>
    public static RelationImage Read(JsonElement? snapshot)
    {
        if (snapshot is not { } json)
        {
            return new RelationImage();
        }

        return new RelationImage
        {
            Data = json.TryGetProperty("data", out var data) ? data : null,
            Weight = json.TryGetProperty("weight", out var weight) ? weight.GetDouble() : 1,
            ValidFrom = json.TryGetProperty("validFrom", out var from) ? from.GetDateTimeOffset() : null,
            ValidTo = json.TryGetProperty("validTo", out var to) ? to.GetDateTimeOffset() : null,
        };
    }

    /// <summary>The data of a relation as it goes to PostgreSQL.</summary>
    public static PgJson? Data(RelationImage image) => image.Data is { } data ? new PgJson(JsonMarshal.GetRawUtf8Value(data).ToArray()) : null;
}
