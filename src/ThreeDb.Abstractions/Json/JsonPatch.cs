using System.Text.Json;
namespace ThreeDb;
/// <summary>A JSON Patch (RFC 6902).</summary>
public sealed class JsonPatch
{
    /// <summary>Reads.</summary>
    public static JsonPatch Parse(JsonElement json) => throw new NotImplementedException();
    /// <summary>The operations that turn one value into another.</summary>
    public static JsonPatch Create(JsonElement from, JsonElement to) => throw new NotImplementedException();
    /// <summary>Applies.</summary>
    public JsonElement Apply(JsonElement document) => throw new NotImplementedException();
    /// <summary>JSON.</summary>
    public JsonElement ToJson() => throw new NotImplementedException();
}
