using System.Text.Json;
using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>How entities of one type look in a projection: a rule, checked and ready to be applied.</summary>
internal sealed class TypePlan
{
    private readonly TypeRule _rule;
    private readonly List<(FieldPath Path, string Name)>? _fields;

    private TypePlan(TypeRule rule)
    {
        _rule = rule;
        _fields = rule.Fields?.Select(text => (FieldPath.Parse(text), NameOf(text))).ToList();
        Interval = rule.Interval is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Everything, unchanged.</summary>
    public static TypePlan Everything { get; } = new(new TypeRule());

    /// <summary>Nothing.</summary>
    public static TypePlan Nothing { get; } = new(new TypeRule { Include = false });

    public bool Include => _rule.Include;

    public bool HasFilter => _rule.Where is not null;

    public bool NeedsDegrees => _rule.Derive?.Values.Any(property => property != DerivedProperty.Cluster) == true;

    public bool NeedsScores => _rule.Derive?.Values.Any(property => property is DerivedProperty.Importance or DerivedProperty.Cluster) == true;

    /// <summary>How long changes are gathered; null where the rule does not say.</summary>
    public TimeSpan? Interval { get; }

    public static TypePlan Of(TypeRule rule) => new(rule);

    /// <summary>Whether an entity goes there.</summary>
    public bool Passes(SourceEntity entity) => Include && (_rule.Where is null || _rule.Where.Matches(entity.Data ?? default));

    /// <summary>The fields that go there.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonElement>> Fields(SourceEntity entity)
    {
        if (entity.Data is not { ValueKind: JsonValueKind.Object } data)
        {
            return [];
        }

        var fields = new List<KeyValuePair<string, JsonElement>>(data.GetPropertyCount());
        if (_fields is null)
        {
            foreach (var member in data.EnumerateObject())
            {
                fields.Add(new(NameOf(member.Name), Cut(member.Name, member.Value)));
            }
        }
        else
        {
            foreach (var (path, name) in _fields)
            {
                if (Read(path, data) is { } value)
                {
                    fields.Add(new(name, Cut(path.Text, value)));
                }
            }
        }

        foreach (var (name, property) in _rule.Derive ?? new Dictionary<string, DerivedProperty>())
        {
            if (Derived(property, entity.Degrees ?? default, entity.Scores) is { } value)
            {
                fields.Add(new(name, value));
            }
        }

        return _rule.Rename is null && _rule.Derive is null ? fields : LastOfEachName(fields);
    }

    // A new name may be one that the data has, too: what the rule says goes before what the data happens to hold.
    private IReadOnlyList<KeyValuePair<string, JsonElement>> LastOfEachName(List<KeyValuePair<string, JsonElement>> fields)
    {
        var named = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var given = (_rule.Rename?.Values ?? []).Concat(_rule.Derive?.Keys ?? []).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in fields.OrderBy(field => given.Contains(field.Key)))
        {
            named[name] = value;
        }

        return [.. named];
    }

    private static JsonElement? Read(FieldPath path, JsonElement data)
    {
        if (!path.HasWildcard)
        {
            return path.Value(data);
        }

        var values = path.Values(data).ToList();
        return values.Count == 0 ? null : JsonSerializer.SerializeToElement(values);
    }

    private static JsonElement? Derived(DerivedProperty property, (long In, long Out) degrees, (double? Importance, double? Cluster) scores) => property switch
    {
        DerivedProperty.InDegree => JsonSerializer.SerializeToElement(degrees.In),
        DerivedProperty.OutDegree => JsonSerializer.SerializeToElement(degrees.Out),
        DerivedProperty.Degree => JsonSerializer.SerializeToElement(degrees.In + degrees.Out),
        DerivedProperty.Importance => JsonSerializer.SerializeToElement(scores.Importance ?? Math.Round(Math.Log(1 + degrees.In), 6)),
        DerivedProperty.Cluster => scores.Cluster is { } cluster ? JsonSerializer.SerializeToElement(cluster) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(property), property, "A derived property is not known."),
    };

    private string NameOf(string path) => _rule.Rename?.GetValueOrDefault(path) ?? path;

    private JsonElement Cut(string path, JsonElement value)
    {
        if (_rule.Truncate is null || value.ValueKind != JsonValueKind.String
            || !(_rule.Truncate.TryGetValue(path, out var longest) || _rule.Truncate.TryGetValue("*", out longest)))
        {
            return value;
        }

        var text = value.GetString()!;
        if (text.Length <= longest)
        {
            return value;
        }

        var end = Math.Max(longest - 1, 0);
        end -= end > 0 && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        return JsonSerializer.SerializeToElement(string.Concat(text.AsSpan(0, end), "…"));
    }
}
