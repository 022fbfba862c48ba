using System.Text.Json;
namespace ThreeDb;
/// <summary>JSON Merge Patch (RFC 7396).</summary>
public static class JsonMergePatch
{
    /// <summary>Applies a patch.</summary>
    public static JsonElement Apply(JsonElement target, JsonElement patch) => throw new NotImplementedException();
}
