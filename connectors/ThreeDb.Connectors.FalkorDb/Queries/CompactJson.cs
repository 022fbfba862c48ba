using System.Buffers;
using System.Text.Json;
using ThreeDb.Connectors.Resp;

namespace ThreeDb.Connectors.FalkorDb;

/// <summary>Turns values of compact answers into JSON: nodes and relations as objects of their properties, paths as objects of both.</summary>
internal sealed class CompactJson(PropertyNames names)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Whether an answer held a property whose name is not known; what was read is then not right.</summary>
    public bool HasUnknownNames { get; private set; }

    /// <summary>The cells of a row.</summary>
    public IReadOnlyList<JsonElement> Row(ReadOnlySpan<RespValue> cells)
    {
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true, MaxDepth = 1_000 }))
        {
            WriteAll(writer, cells);
        }

        using var document = JsonDocument.Parse(_buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = 1_000 });
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private void WriteAll(Utf8JsonWriter writer, ReadOnlySpan<RespValue> values)
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            Write(writer, value);
        }

        writer.WriteEndArray();
    }

    private void Write(Utf8JsonWriter writer, RespValue value)
    {
        var parts = value.AsItems();
        Write(writer, (CompactType)parts[0].AsInt64(), parts[1]);
    }

    private void Write(Utf8JsonWriter writer, CompactType type, RespValue value)
    {
        switch (type)
        {
            case CompactType.Null:
                writer.WriteNullValue();
                break;
            case CompactType.String:
                writer.WriteStringValue(value.AsText());
                break;
            case CompactType.Integer or CompactType.Time or CompactType.Duration:
                writer.WriteNumberValue(value.AsInt64());
                break;
            case CompactType.Boolean:
                writer.WriteBooleanValue(value.AsText() == "true");
                break;
            case CompactType.Double:
                WriteNumber(writer, value);
                break;
            case CompactType.DateTime or CompactType.Date:
                var time = DateTimeOffset.FromUnixTimeSeconds(value.AsInt64());
                writer.WriteStringValue(time.UtcDateTime.ToString(type == CompactType.Date ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
                break;
            case CompactType.Array:
                WriteAll(writer, value.AsItems());
                break;
            case CompactType.Vector or CompactType.Point:
                writer.WriteStartArray();
                foreach (var number in value.AsItems())
                {
                    WriteNumber(writer, number);
                }

                writer.WriteEndArray();
                break;
            case CompactType.Map:
                WriteMap(writer, value.AsItems());
                break;
            case CompactType.Node:
                WriteProperties(writer, value.AsItems()[2].AsItems());
                break;
            case CompactType.Edge:
                WriteProperties(writer, value.AsItems()[4].AsItems());
                break;
            case CompactType.Path:
                writer.WriteStartObject();
                writer.WritePropertyName("nodes");
                Write(writer, value.AsItems()[0]);
                writer.WritePropertyName("relations");
                Write(writer, value.AsItems()[1]);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(value.AsText());
                break;
        }
    }

    // JSON has no infinities.
    private static void WriteNumber(Utf8JsonWriter writer, RespValue value)
    {
        if (value.AsDouble() is var number && double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(value.AsText());
        }
    }

    private void WriteMap(Utf8JsonWriter writer, ReadOnlySpan<RespValue> members)
    {
        writer.WriteStartObject();
        for (var i = 0; i < members.Length; i += 2)
        {
            writer.WritePropertyName(members[i].AsText()!);
            Write(writer, members[i + 1]);
        }

        writer.WriteEndObject();
    }

    private void WriteProperties(Utf8JsonWriter writer, ReadOnlySpan<RespValue> properties)
    {
        writer.WriteStartObject();
        foreach (var property in properties)
        {
            var parts = property.AsItems();
            var number = parts[0].AsInt64();
            HasUnknownNames |= number >= names.Names.Count;
            writer.WritePropertyName(number < names.Names.Count ? names.Names[(int)number] : "");
            Write(writer, (CompactType)parts[1].AsInt64(), parts[2]);
        }

        writer.WriteEndObject();
    }
}
