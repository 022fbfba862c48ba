using System.Text.Json;

namespace ThreeDb;

/// <summary>Reads the JSON form of filters and says where it is wrong.</summary>
internal sealed class FilterReader
{
    private static readonly Dictionary<string, FilterOperator> Operators = new()
    {
        ["eq"] = FilterOperator.Equal,
        ["ne"] = FilterOperator.NotEqual,
        ["lt"] = FilterOperator.Less,
        ["lte"] = FilterOperator.LessOrEqual,
        ["gt"] = FilterOperator.Greater,
        ["gte"] = FilterOperator.GreaterOrEqual,
        ["in"] = FilterOperator.In,
        ["contains"] = FilterOperator.Contains,
        ["exists"] = FilterOperator.Exists,
        ["prefix"] = FilterOperator.Prefix,
    };

    private int _conditions;

    /// <summary>The word of an operator in JSON.</summary>
    public static string NameOf(FilterOperator op) => Operators.First(pair => pair.Value == op).Key;

    public Filter Read(JsonElement json) => Read(json, "");

    /// <summary>Makes one condition, with the rules that its operator has for the operand.</summary>
    public static FieldFilter Condition(string path, FilterOperator op, JsonElement operand, string pointer)
    {
        FieldPath field;
        try
        {
            field = FieldPath.Parse(path);
        }
        catch (FormatException e)
        {
            throw Fault(pointer, e.Message);
        }

        var wanted = Wanted(op, operand);
        return wanted is null
            ? new FieldFilter(field, op, operand)
            : throw Fault(pointer, $"'{NameOf(op)}' takes {wanted}, not {Describe(operand)}.");
    }

    private static string? Wanted(FilterOperator op, JsonElement operand) => op switch
    {
        FilterOperator.Less or FilterOperator.LessOrEqual or FilterOperator.Greater or FilterOperator.GreaterOrEqual =>
            operand.ValueKind is JsonValueKind.Number or JsonValueKind.String ? null : "a number or a string",
        FilterOperator.In => operand.ValueKind is not JsonValueKind.Array ? "an array of values"
            : operand.GetArrayLength() > Filter.MaxValues ? $"at most {Filter.MaxValues:N0} values" : null,
        FilterOperator.Exists => operand.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "true or false",
        FilterOperator.Prefix => operand.ValueKind is JsonValueKind.String ? null : "a string",
        _ => null,
    };

    private static string Describe(JsonElement operand) => operand.ValueKind switch
    {
        JsonValueKind.Array => $"an array of {operand.GetArrayLength():N0}",
        JsonValueKind.Object => "an object",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        JsonValueKind.String => "a string",
        _ => "a number",
    };

    private static ThreeDbException Fault(string pointer, string detail) =>
        new(ErrorCodes.InvalidFilter, detail, errors: [new FieldError(pointer, detail)]);

    private Filter Read(JsonElement json, string pointer)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Fault(pointer, $"A filter is an object, not {Describe(json)}.");
        }

        var filters = new List<Filter>();
        foreach (var member in json.EnumerateObject())
        {
            var place = pointer + "/" + JsonPointer.Escape(member.Name);
            filters.Add(member.Name switch
            {
                "and" => new AllFilter(ReadMany(member.Value, place)),
                "or" => new AnyFilter(ReadMany(member.Value, place)),
                "not" => new NotFilter(Read(member.Value, place)),
                _ => ReadField(member, place),
            });
        }

        return filters.Count == 1 ? filters[0] : new AllFilter(filters);
    }

    private List<Filter> ReadMany(JsonElement json, string pointer)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw Fault(pointer, $"'and' and 'or' take an array of filters, not {Describe(json)}. Write a field of that name as '/and' or '/or'.");
        }

        return [.. json.EnumerateArray().Select((item, i) => Read(item, $"{pointer}/{i}"))];
    }

    private Filter ReadField(JsonProperty member, string pointer)
    {
        if (member.Value.ValueKind != JsonValueKind.Object)
        {
            return Count(Condition(member.Name, FilterOperator.Equal, member.Value, pointer));
        }

        var conditions = new List<Filter>();
        foreach (var entry in member.Value.EnumerateObject())
        {
            var place = pointer + "/" + JsonPointer.Escape(entry.Name);
            conditions.Add(Operators.TryGetValue(entry.Name, out var op)
                ? Count(Condition(member.Name, op, entry.Value, place))
                : throw Fault(place, $"'{entry.Name}' is no operator{Nearest.Hint(entry.Name, Operators.Keys)}; there are {string.Join(", ", Operators.Keys)}. For a field inside, write '{member.Name}.{entry.Name}'; to compare with an object, use 'eq'."));
        }

        return conditions.Count switch
        {
            0 => throw Fault(pointer, "A condition needs an operator; to compare with an empty object, use {\"eq\": {}}."),
            1 => conditions[0],
            _ => new AllFilter(conditions),
        };
    }

    private FieldFilter Count(FieldFilter filter) => ++_conditions <= Filter.MaxConditions
        ? filter
        : throw Fault("", $"A filter has more than {Filter.MaxConditions:N0} conditions.");
}
