using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>Writes and reads a patch as the array of its operations.</summary>
internal sealed class JsonPatchConverter : JsonConverter<JsonPatch>
{
    public override JsonPatch Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonPatch.Parse(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, JsonPatch value, JsonSerializerOptions options) => value.ToJson().WriteTo(writer);
}
