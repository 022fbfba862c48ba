using System.Text.Json;

namespace ThreeDb.Testing;

/// <summary>Short ways to JSON for tests.</summary>
public static class Json
{
    public static JsonElement Of(string text) => JsonElement.Parse(text);

    public static JsonElement Of<T>(T value) => JsonSerializer.SerializeToElement(value, JsonSerializerOptions.Web);

    public static bool Same(JsonElement a, JsonElement b) => JsonElement.DeepEquals(a, b);
}
