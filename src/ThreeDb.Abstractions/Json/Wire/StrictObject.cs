using System.Globalization;
using System.Text.Json;

namespace ThreeDb;

/// <summary>Reads the members of a JSON object that a caller sent, and says exactly which one is wrong.</summary>
public sealed class StrictObject
{
    private readonly JsonElement _json;
    private readonly string _pointer;
    private readonly ErrorCode _code;

    /// <summary>What to do about faults; what the code says when null.</summary>
    public string? Hint { private get; init; }

    /// <param name="json">The value; must be an object.</param>
    /// <param name="pointer">Where it stands in the request.</param>
    /// <param name="code">The code of faults.</param>
    /// <param name="known">The members that it may have.</param>
    /// <exception cref="ThreeDbException"><paramref name="code"/>, or <c>TDB1010</c> for a member that is not known.</exception>
    public StrictObject(JsonElement json, string pointer, ErrorCode code, params ReadOnlySpan<string> known)
    {
        _json = json;
        _pointer = pointer;
        _code = code;
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Fault("", "An object is needed.");
        }

        foreach (var member in json.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                var place = $"{pointer}/{JsonPointer.Escape(member.Name)}";
                string[] names = [.. known];
                throw new ThreeDbException(ErrorCodes.UnknownMember,
                    $"'{(member.Name.Length > 50 ? member.Name[..50] + "…" : member.Name)}' is not known here{Nearest.Hint(member.Name, names)}.",
                    $"The members are {string.Join(", ", names)}.", [new FieldError(place, "is not known")]);
            }
        }
    }

    /// <summary>A member of any kind; null when it is absent.</summary>
    public JsonElement? Any(string name) => _json.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A member of any kind that must be there.</summary>
    public JsonElement Required(string name) => Any(name) ?? throw Fault("/" + name, $"'{name}' is needed.");

    /// <summary>A string; null when it is absent or null.</summary>
    public string? Text(string name) => Present(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Fault("/" + name, $"'{name}' is a string.");

    /// <summary>A string that must be there.</summary>
    public string RequiredText(string name) => Text(name) ?? throw Fault("/" + name, $"'{name}' is needed.");

    /// <summary>A whole number; null when it is absent or null.</summary>
    public long? Integer(string name) => Present(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw Fault("/" + name, $"'{name}' is a whole number.");

    /// <summary>A whole number in a range; null when it is absent or null.</summary>
    public int? Integer(string name, int least, int most) => Integer(name) is not { } number ? null
        : number >= least && number <= most ? (int)number : throw Fault("/" + name, $"'{name}' is {least:N0} to {most:N0}, not {number:N0}.");

    /// <summary>A number; null when it is absent or null.</summary>
    public double? Number(string name) => Present(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Fault("/" + name, $"'{name}' is a number.");

    /// <summary>True or false; null when it is absent or null.</summary>
    public bool? Flag(string name) => Present(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Fault("/" + name, $"'{name}' is true or false.");

    /// <summary>A time with its offset (RFC 3339); null when it is absent or null.</summary>
    public DateTimeOffset? Time(string name) => Text(name) is not { } text ? null
        : ParseTime(text) ?? throw Fault("/" + name, $"'{name}' is a time such as 2026-01-31T12:00:00Z.");

    /// <summary>A list of strings; empty when it is absent or null.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (Present(name) is not { } value)
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : throw Fault("/" + name, $"'{name}' is an array of strings.");
    }

    /// <summary>One of a few words; null when it is absent or null.</summary>
    public T? Word<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (WordOf(value) == text)
            {
                return value;
            }
        }

        var words = Enum.GetValues<T>().Select(WordOf).ToList();
        throw Fault("/" + name, $"'{name}' is one of {string.Join(", ", words)}, not '{(text.Length > 50 ? text[..50] + "…" : text)}'{Nearest.Hint(text, words)}.");
    }

    /// <summary>The word of an enum value in JSON.</summary>
    public static string WordOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Reads a time with its offset; null for any other text.</summary>
    public static DateTimeOffset? ParseTime(string text) =>
        text is [_, _, _, _, '-', ..] && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>A fault of a member.</summary>
    public ThreeDbException Fault(string pointer, string detail) => new(_code, detail, Hint, [new FieldError(_pointer + pointer, detail)]);

    private JsonElement? Present(string name) => Any(name) is { ValueKind: not JsonValueKind.Null } value ? value : null;
}
