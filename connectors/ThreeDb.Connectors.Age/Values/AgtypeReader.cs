using System.Text;
using System.Text.Json;
using ThreeDb.Projections.Graph;

namespace ThreeDb.Connectors.Age;

/// <summary>Reads the text of an agtype map of properties back.</summary>
internal static class AgtypeReader
{
    /// <summary>The properties, or null for what 3db never writes: maps inside, numerics, NaN, infinity.</summary>
    public static KeyValuePair<string, GraphValue>[]? Map(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = 256 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            var properties = new List<KeyValuePair<string, GraphValue>>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                properties.Add(new(name, Value(ref reader)));
            }

            return [.. properties];
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static GraphValue Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => GraphValue.Of(true),
        JsonTokenType.False => GraphValue.Of(false),
        JsonTokenType.String => GraphValue.Of(reader.GetString()!),
        JsonTokenType.Number => Number(ref reader),
        JsonTokenType.StartArray => Array(ref reader),
        JsonTokenType.Null => default,
        _ => throw new FormatException("A map is no value of a property."),
    };

    private static GraphValue Number(ref Utf8JsonReader reader) =>
        !reader.ValueSpan.ContainsAny((byte)'.', (byte)'e') && reader.TryGetInt64(out var whole) ? GraphValue.Of(whole) : GraphValue.Of(reader.GetDouble());

    private static GraphValue Array(ref Utf8JsonReader reader)
    {
        var elements = new List<GraphValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(Value(ref reader));
        }

        return GraphValue.Of(elements.ToArray());
    }
}
