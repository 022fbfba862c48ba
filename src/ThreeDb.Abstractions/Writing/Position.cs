using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>A point in the change log: opaque, returned by every write.</summary>
/// <param name="Token">The text that stands for the point. It has no meaning and no order outside of the server that made it.</param>
[JsonConverter(typeof(PositionJson))]
public readonly record struct Position(string Token)
{
    /// <inheritdoc />
    public override string ToString() => Token;
}

/// <summary>In JSON a position is its text.</summary>
internal sealed class PositionJson : JsonConverter<Position>
{
    public override Position Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Position value, JsonSerializerOptions options) => writer.WriteStringValue(value.Token);
}
