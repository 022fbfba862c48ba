using System.Text;
using System.Text.Json;

namespace ThreeDb;

/// <summary>Evaluates filters in memory, on the data of one entity; PostgreSQL gives the same answers.</summary>
public static class FilterMatching
{
    /// <summary>Whether data satisfies a filter.</summary>
    /// <exception cref="ArgumentException">The filter asks for a system field or a saved score, which are not in the data.</exception>
    public static bool Matches(this Filter filter, JsonElement data) => filter switch
    {
        AllFilter all => all.Filters.All(inner => inner.Matches(data)),
        AnyFilter any => any.Filters.Any(inner => inner.Matches(data)),
        NotFilter not => !not.Inner.Matches(data),
        FieldFilter { Path.IsSystem: false } field => Matches(field, data),
        _ => throw new ArgumentException("The filter asks for a system field or a saved score.", nameof(filter)),
    };

    /// <summary>Whether a filter asks for system fields or saved scores, which only the store knows.</summary>
    public static bool AsksForSystemFields(this Filter filter) => filter switch
    {
        AllFilter all => all.Filters.Any(AsksForSystemFields),
        AnyFilter any => any.Filters.Any(AsksForSystemFields),
        NotFilter not => not.Inner.AsksForSystemFields(),
        FieldFilter field => field.Path.IsSystem,
        _ => false,
    };

    /// <summary>Whether a filter asks for saved scores.</summary>
    public static bool AsksForScores(this Filter filter) => filter switch
    {
        AllFilter all => all.Filters.Any(AsksForScores),
        AnyFilter any => any.Filters.Any(AsksForScores),
        NotFilter not => not.Inner.AsksForScores(),
        FieldFilter field => field.Path.Score is not null,
        _ => false,
    };

    private static bool Matches(FieldFilter field, JsonElement data)
    {
        var values = field.Path.Values(data);
        var operand = field.Operand;
        return field.Operator switch
        {
            FilterOperator.Equal => values.Any(value => JsonElement.DeepEquals(value, operand)),
            FilterOperator.NotEqual => !values.Any(value => JsonElement.DeepEquals(value, operand)),
            FilterOperator.Less => values.Any(value => Order(value, operand) < 0),
            FilterOperator.LessOrEqual => values.Any(value => Order(value, operand) <= 0),
            FilterOperator.Greater => values.Any(value => Order(value, operand) > 0),
            FilterOperator.GreaterOrEqual => values.Any(value => Order(value, operand) >= 0),
            FilterOperator.In => values.Any(value => operand.EnumerateArray().Any(one => JsonElement.DeepEquals(value, one))),
            FilterOperator.Exists => values.Any() == operand.GetBoolean(),
            FilterOperator.Prefix => values.Any(value => value.ValueKind == JsonValueKind.String && value.GetString()!.StartsWith(operand.GetString()!, StringComparison.Ordinal)),
            FilterOperator.Contains => values.Any(value => Contains(value, operand)),
            _ => throw new ArgumentOutOfRangeException(nameof(field), field.Operator, "An operator is not known."),
        };
    }

    private static int? Order(JsonElement value, JsonElement operand)
    {
        if (value.ValueKind != operand.ValueKind)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number
            ? value.TryGetDecimal(out var a) && operand.TryGetDecimal(out var b) ? a.CompareTo(b) : value.GetDouble().CompareTo(operand.GetDouble())
            : ByCodePoint(value.GetString()!, operand.GetString()!);
    }

    // The bytes of UTF-8 are in the order of code points; the chars of UTF-16 are not.
    private static int ByCodePoint(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    private static bool Contains(JsonElement value, JsonElement operand) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(element => Covers(element, operand)),
        JsonValueKind.Object => operand.ValueKind == JsonValueKind.Object && Covers(value, operand),
        JsonValueKind.String => operand.ValueKind == JsonValueKind.String && value.GetString()!.Contains(operand.GetString()!, StringComparison.Ordinal),
        _ => false,
    };

    private static bool Covers(JsonElement value, JsonElement part) => (value.ValueKind, part.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => part.EnumerateObject().All(member => value.TryGetProperty(member.Name, out var own) && Covers(own, member.Value)),
        (JsonValueKind.Array, JsonValueKind.Array) => part.EnumerateArray().All(element => value.EnumerateArray().Any(own => Covers(own, element))),
        _ => JsonElement.DeepEquals(value, part),
    };
}
