using System.Globalization;
using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>What a filter means, written slowly and obviously after <see cref="FilterOperator"/>.</summary>
internal static class FilterOracle
{
    public static bool Matches(Filter filter, Entity entity) => filter switch
    {
        AllFilter all => all.Filters.All(inner => Matches(inner, entity)),
        AnyFilter any => any.Filters.Any(inner => Matches(inner, entity)),
        NotFilter not => !Matches(not.Inner, entity),
        FieldFilter field => Matches(field, entity),
        _ => throw new ArgumentException(filter.ToString()),
    };

    /// <summary>Numbers by value, objects whatever the order of their members.</summary>
    public static bool Same(JsonElement a, JsonElement b)
    {
        if (a.ValueKind != b.ValueKind)
        {
            return false;
        }

        return a.ValueKind switch
        {
            JsonValueKind.Number => Number(a) == Number(b),
            JsonValueKind.String => a.GetString() == b.GetString(),
            JsonValueKind.Array => a.GetArrayLength() == b.GetArrayLength() && a.EnumerateArray().Zip(b.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
            JsonValueKind.Object => a.GetPropertyCount() == b.GetPropertyCount()
                && a.EnumerateObject().All(member => b.TryGetProperty(member.Name, out var other) && Same(member.Value, other)),
            _ => true,
        };
    }

    /// <summary>By code point, which the UTF-16 order of C# is not.</summary>
    public static int Compare(string a, string b) => a.EnumerateRunes().Select(rune => rune.Value).ToList() is var x && b.EnumerateRunes().Select(rune => rune.Value).ToList() is var y
        ? x.Zip(y, (left, right) => left.CompareTo(right)).FirstOrDefault(order => order != 0) is var first and not 0 ? first : x.Count.CompareTo(y.Count)
        : 0;

    public static decimal Number(JsonElement number) => decimal.Parse(number.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The values at a path.</summary>
    public static IEnumerable<JsonElement> At(JsonElement value, IReadOnlyList<FieldPath.Segment> path)
    {
        if (path.Count == 0)
        {
            return [value];
        }

        var (name, each) = path[0];
        JsonElement? next = value.ValueKind switch
        {
            JsonValueKind.Object => value.TryGetProperty(name, out var member) ? member : null,
            JsonValueKind.Array => name.All(char.IsAsciiDigit) && int.Parse(name, CultureInfo.InvariantCulture) is var i && i < value.GetArrayLength() ? value[i] : null,
            _ => null,
        };
        if (next is not { } found)
        {
            return [];
        }

        return !each ? At(found, [.. path.Skip(1)])
            : found.ValueKind == JsonValueKind.Array ? found.EnumerateArray().SelectMany(element => At(element, [.. path.Skip(1)]))
            : [];
    }

    private static bool Matches(FieldFilter field, Entity entity)
    {
        IEnumerable<JsonElement> values = field.Path.Text switch
        {
            "$id" => [JsonSerializer.SerializeToElement(entity.Id)],
            "$version" => [JsonSerializer.SerializeToElement(entity.Version)],
            "$project" => entity.Project is { } project ? [JsonSerializer.SerializeToElement(project)] : [],
            _ => At(entity.Data, field.Path.Segments),
        };
        var operand = field.Operand;
        return field.Operator switch
        {
            FilterOperator.Equal => values.Any(value => Same(value, operand)),
            FilterOperator.NotEqual => !values.Any(value => Same(value, operand)),
            FilterOperator.Less => values.Any(value => Order(value, operand) < 0),
            FilterOperator.LessOrEqual => values.Any(value => Order(value, operand) <= 0),
            FilterOperator.Greater => values.Any(value => Order(value, operand) > 0),
            FilterOperator.GreaterOrEqual => values.Any(value => Order(value, operand) >= 0),
            FilterOperator.In => values.Any(value => operand.EnumerateArray().Any(one => Same(value, one))),
            FilterOperator.Exists => values.Any() == operand.GetBoolean(),
            FilterOperator.Prefix => values.Any(value => value.ValueKind == JsonValueKind.String && value.GetString()!.StartsWith(operand.GetString()!, StringComparison.Ordinal)),
            FilterOperator.Contains => values.Any(value => Contains(value, operand)),
            _ => throw new ArgumentException(field.ToString()),
        };
    }

    private static int? Order(JsonElement value, JsonElement operand) =>
        value.ValueKind != operand.ValueKind ? null
        : value.ValueKind == JsonValueKind.Number ? Number(value).CompareTo(Number(operand))
        : Compare(value.GetString()!, operand.GetString()!);

    private static bool Contains(JsonElement value, JsonElement operand) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(element => Covers(element, operand)),
        JsonValueKind.Object => operand.ValueKind == JsonValueKind.Object && Covers(value, operand),
        JsonValueKind.String => operand.ValueKind == JsonValueKind.String && value.GetString()!.Contains(operand.GetString()!, StringComparison.Ordinal),
        _ => false,
    };

    // The element need not be the same: an object may have more members, an array more elements (jsonb containment).
    private static bool Covers(JsonElement value, JsonElement part) => (value.ValueKind, part.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => part.EnumerateObject().All(member => value.TryGetProperty(member.Name, out var own) && Covers(own, member.Value)),
        (JsonValueKind.Array, JsonValueKind.Array) => part.EnumerateArray().All(element => value.EnumerateArray().Any(own => Covers(own, element))),
        _ => Same(value, part),
    };
}
