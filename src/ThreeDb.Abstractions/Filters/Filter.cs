using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeDb;

/// <summary>A condition on entities. One grammar on every surface:
/// <c>{"plan": "smb", "price": {"gt": 30}, "or": [{"tags": {"contains": "new"}}, {"not": {"stock": 0}}]}</c>.</summary>
[JsonConverter(typeof(FilterJsonConverter))]
public abstract record Filter
{
    /// <summary>The largest number of conditions in one filter.</summary>
    public const int MaxConditions = 1000;

    /// <summary>The largest number of values of one <c>in</c>.</summary>
    public const int MaxValues = 10_000;

    private protected Filter()
    {
    }

    /// <summary>Reads a filter from its JSON form.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1011</c>, with the place of the fault.</exception>
    public static Filter Parse(JsonElement json) => new FilterReader().Read(json);

    /// <summary>Reads a filter from JSON text.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1011</c>, with the place of the fault; 1xxx when the text is not JSON.</exception>
    public static Filter Parse(string json) => Parse(JsonGuard.Parse(json));

    /// <summary>A condition on a field: <c>Filter.Field("price", FilterOperator.Greater, 30)</c>.</summary>
    public static Filter Field<T>(string path, FilterOperator op, T operand) =>
        FilterReader.Condition(path, op, JsonSerializer.SerializeToElement(operand, JsonSerializerOptions.Web), "");

    /// <summary>The field has this value.</summary>
    public static Filter Eq<T>(string path, T value) => Field(path, FilterOperator.Equal, value);

    /// <summary>All of the conditions hold.</summary>
    public static Filter All(params IReadOnlyList<Filter> filters) => new AllFilter(filters);

    /// <summary>At least one of the conditions holds.</summary>
    public static Filter Any(params IReadOnlyList<Filter> filters) => new AnyFilter(filters);

    /// <summary>The condition does not hold.</summary>
    public static Filter Not(Filter filter) => new NotFilter(filter);

    /// <summary>The JSON form.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, JsonSerializerOptions.Web);
}

/// <summary>A condition on one field.</summary>
/// <param name="Path">The field.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Operand">With what: any value for eq, ne and contains; a number or string for an order; an array for in; true or false for exists; a string for prefix.</param>
public sealed record FieldFilter(FieldPath Path, FilterOperator Operator, JsonElement Operand) : Filter;

/// <summary>All of several conditions; none at all holds always.</summary>
/// <param name="Filters">The conditions.</param>
public sealed record AllFilter(IReadOnlyList<Filter> Filters) : Filter;

/// <summary>At least one of several conditions; none at all holds never.</summary>
/// <param name="Filters">The conditions.</param>
public sealed record AnyFilter(IReadOnlyList<Filter> Filters) : Filter;

/// <summary>The opposite of a condition.</summary>
/// <param name="Inner">The condition.</param>
public sealed record NotFilter(Filter Inner) : Filter;
