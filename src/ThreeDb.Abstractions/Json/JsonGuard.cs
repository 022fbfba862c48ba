using System.Text.Json;
namespace ThreeDb;
/// <summary>Parses JSON that comes from outside, with the rules of the store.</summary>
public static class JsonGuard
{
    /// <summary>Parses UTF-8 text.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8, JsonLimits? limits = null) => throw new NotImplementedException();
    /// <summary>Parses a text.</summary>
    public static JsonElement Parse(string json, JsonLimits? limits = null) => throw new NotImplementedException();
    /// <summary>Checks a value that somebody else parsed.</summary>
    public static void Check(JsonElement json, JsonLimits? limits = null) => throw new NotImplementedException();
    /// <summary>Checks a text (an id, a search term).</summary>
    public static bool IsStorable(string text) => throw new NotImplementedException();
}
