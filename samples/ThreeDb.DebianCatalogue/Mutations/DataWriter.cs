using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ThreeDb.DebianCatalogue.Mutations;

/// <summary>Builds JSON objects one after the other in the same buffer. Members without a value are left out.</summary>
internal sealed class DataWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json;

    public DataWriter() =>
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Begins an object.</summary>
    public DataWriter Begin()
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        return this;
    }

    /// <summary>Writes a text, unless it is empty.</summary>
    public DataWriter Text(JsonEncodedText name, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            _json.WriteString(name, value);
        }

        return this;
    }

    /// <summary>Writes a number, unless it is negative.</summary>
    public DataWriter Number(JsonEncodedText name, long value)
    {
        if (value >= 0)
        {
            _json.WriteNumber(name, value);
        }

        return this;
    }

    /// <summary>Writes true, unless it is false.</summary>
    public DataWriter Flag(JsonEncodedText name, bool value)
    {
        if (value)
        {
            _json.WriteBoolean(name, true);
        }

        return this;
    }

    /// <summary>Begins a list of texts.</summary>
    public void BeginList(JsonEncodedText name) => _json.WriteStartArray(name);

    /// <summary>Writes a text in a list.</summary>
    public void Item(ReadOnlySpan<byte> value) => _json.WriteStringValue(value);

    /// <summary>Ends a list of texts.</summary>
    public void EndList() => _json.WriteEndArray();

    /// <summary>Ends the object. The result is a copy that lives on its own.</summary>
    public JsonElement End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return JsonElement.Parse(_buffer.WrittenSpan);
    }

    /// <inheritdoc />
    public void Dispose() => _json.Dispose();
}
