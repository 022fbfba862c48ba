using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>The JSON form of 3db's records, the same on every surface: camel case, enums as words, absent instead of null.</summary>
public static class ThreeDbJson
{
    /// <summary>Options for reading and writing. Unknown members are passed over, so that an older client reads the answers of a newer server; what requests may hold is checked by <see cref="StrictObject"/>.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            PropertyNameCaseInsensitive = false,
            NumberHandling = JsonNumberHandling.Strict,
            AllowDuplicateProperties = false,

            // Answers wrap documents of the largest depth in a few levels of their own.
            MaxDepth = 80,
            RespectNullableAnnotations = true,
            // What leaves 3db is JSON, never HTML: text in other alphabets stays readable.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new UtcTimeJson());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
