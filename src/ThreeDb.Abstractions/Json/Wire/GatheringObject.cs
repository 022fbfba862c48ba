using System.Globalization;
using System.Text.Json;

namespace ThreeDb;

/// <summary>Reads the members of a JSON object that a caller sent, and gathers every fault instead of stopping at the first.</summary>
/// <remarks>A member that is absent, null or at fault reads as null.</remarks>
internal readonly struct GatheringObject
{
    private readonly JsonElement _json;
    private readonly string _pointer;
    private readonly List<FieldError> _faults;

    /// <param name="json">The value; ought to be an object.</param>
    /// <param name="pointer">Where it stands in the request.</param>
    /// <param name="faults">Takes the faults.</param>
    /// <param name="known">The members that it may have; any when null.</param>
    public GatheringObject(JsonElement json, string pointer, List<FieldError> faults, string[]? known)
    {
        _json = json;
        _pointer = pointer;
        _faults = faults;
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new FieldError(pointer, "is an object"));
            return;
        }

        foreach (var member in known is null ? [] : json.EnumerateObject().Where(member => !known.Contains(member.Name)))
        {
            faults.Add(new FieldError(Place(member.Name), $"is not known{Nearest.Hint(member.Name, known!)}; the members here are {string.Join(", ", known!)}"));
        }
    }

    /// <summary>A member of any kind.</summary>
    public JsonElement? Any(string name) =>
        _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? Text(string name) => Any(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : Fault<string>(name, "is a string");

    public string? RequiredText(string name) => Any(name) is null && _json.ValueKind == JsonValueKind.Object ? Fault<string>(name, "is needed") : Text(name);

    public bool? Flag(string name) => Any(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : FaultOf<bool>(name, "is true or false");

    public double? Number(string name) => Any(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble() : FaultOf<double>(name, "is a number");

    public int? Integer(string name, int least) => Any(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least ? number
        : FaultOf<int>(name, string.Create(CultureInfo.InvariantCulture, $"is a whole number from {least:N0} to {int.MaxValue:N0}"));

    public T? Word<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var words = Enum.GetValues<T>().Select(StrictObject.WordOf).ToList();
        return words.IndexOf(text) is var found and >= 0
            ? Enum.GetValues<T>()[found]
            : FaultOf<T>(name, $"is one of {string.Join(", ", words)}{Nearest.Hint(text, words)}");
    }

    public IReadOnlyList<string>? Texts(string name)
    {
        if (Any(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return Fault<IReadOnlyList<string>>(name, "is an array of strings");
        }

        var texts = new List<string>();
        foreach (var (i, item) in value.EnumerateArray().Index())
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                texts.Add(item.GetString()!);
            }
            else
            {
                _faults.Add(new FieldError($"{Place(name)}/{i}", "is a string"));
            }
        }

        return texts;
    }

    /// <summary>An object whose members are all of one form. Each is read from an object that holds just it, so that its faults stand at its place.</summary>
    /// <param name="name">The member that holds it.</param>
    /// <param name="read">Reads one; null for one at fault.</param>
    public IReadOnlyDictionary<string, T>? Map<T>(string name, Func<GatheringObject, string, T?> read)
        where T : struct => Any(name) is not { } value ? null : Each(value, Place(name), (map, key) => read(map, key) is { } one ? (true, one) : (false, default));

    /// <inheritdoc cref="Map{T}(string, Func{GatheringObject, string, T?})" />
    public IReadOnlyDictionary<string, T>? Objects<T>(string name, Func<GatheringObject, string, T?> read)
        where T : class => Any(name) is not { } value ? null : Each<T>(value, Place(name), (map, key) => read(map, key) is { } one ? (true, one) : (false, null!));

    /// <summary>The place of a member.</summary>
    public string Place(string name) => $"{_pointer}/{JsonPointer.Escape(name)}";

    private Dictionary<string, T> Each<T>(JsonElement json, string pointer, Func<GatheringObject, string, (bool Read, T Value)> read)
    {
        var map = new GatheringObject(json, pointer, _faults, known: null);
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var member in json.ValueKind == JsonValueKind.Object ? json.EnumerateObject() : default)
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                _faults.Add(new FieldError(map.Place(member.Name), "is null"));
            }
            else if (read(map, member.Name) is (true, var value))
            {
                values[member.Name] = value;
            }
        }

        return values;
    }

    private T? Fault<T>(string name, string detail)
        where T : class
    {
        _faults.Add(new FieldError(Place(name), detail));
        return null;
    }

    private T? FaultOf<T>(string name, string detail)
        where T : struct
    {
        _faults.Add(new FieldError(Place(name), detail));
        return null;
    }
}
