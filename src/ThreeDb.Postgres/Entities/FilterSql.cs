using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Turns filters into conditions over a row <c>e</c> of <c>threedb.entity</c>. A condition is true or false, never null.</summary>
internal sealed class FilterSql(SqlBuilder sql)
{
    private int _each;

    public string Of(Filter filter) => filter switch
    {
        AllFilter { Filters.Count: 0 } => "true",
        AnyFilter { Filters.Count: 0 } => "false",
        AllFilter all => "(" + string.Join(" and ", all.Filters.Select(Of)) + ")",
        AnyFilter any => "(" + string.Join(" or ", any.Filters.Select(Of)) + ")",
        NotFilter not => "(not " + Of(not.Inner) + ")",
        FieldFilter field => OfField(field),
        _ => throw new ArgumentException($"A filter of type {filter.GetType().Name} is not known.", nameof(filter)),
    };

    private static PgJson Raw(JsonElement json) => new(JsonMarshal.GetRawUtf8Value(json).ToArray());

    private string OfField(FieldFilter field)
    {
        // What holds for a missing field: only the negations. They are compiled as such, so that '[]' means "no element".
        var negated = field.Operator == FilterOperator.NotEqual || (field.Operator == FilterOperator.Exists && !field.Operand.GetBoolean());
        var condition = field.Path.IsSystem
            ? SystemFieldSql.Condition(field, sql)
            : AtPath("e.data", field.Path.Segments, 0, value => Compare(value, field));
        return negated ? $"(not {condition})" : condition;
    }

    private string AtPath(string from, IReadOnlyList<FieldPath.Segment> segments, int start, Func<string, string> compare)
    {
        var each = start;
        while (each < segments.Count && !segments[each].Each)
        {
            each++;
        }

        var names = segments.Skip(start).Take(each - start + 1).Select(segment => segment.Name).ToArray();
        var value = JsonPathSql.At(from, names, sql);
        if (each == segments.Count)
        {
            return compare(value);
        }

        var element = string.Create(CultureInfo.InvariantCulture, $"w{_each++}");
        return $"exists (select 1 from jsonb_array_elements(case jsonb_typeof({value}) when 'array' then {value} else '[]' end) {element}(v) where {AtPath(element + ".v", segments, each + 1, compare)})";
    }

    private string Compare(string value, FieldFilter field)
    {
        var operand = field.Operand;
        return field.Operator switch
        {
            FilterOperator.Equal or FilterOperator.NotEqual => $"coalesce({value} = {sql.Json(Raw(operand))}, false)",
            FilterOperator.Less => Ordered(value, "<", operand),
            FilterOperator.LessOrEqual => Ordered(value, "<=", operand),
            FilterOperator.Greater => Ordered(value, ">", operand),
            FilterOperator.GreaterOrEqual => Ordered(value, ">=", operand),
            FilterOperator.In => $"coalesce({value} = any ({sql.Jsons([.. operand.EnumerateArray().Select(Raw)])}), false)",
            FilterOperator.Contains => Contains(value, operand),
            FilterOperator.Exists => $"({value} is not null)",
            FilterOperator.Prefix => $"(case jsonb_typeof({value}) when 'string' then starts_with({value} #>> '{{}}', {sql.Text(operand.GetString()!)}) else false end)",
            _ => throw new ArgumentOutOfRangeException(nameof(field), field.Operator, "An operator is not known."),
        };
    }

    private string Ordered(string value, string op, JsonElement operand) => operand.ValueKind == JsonValueKind.Number
        ? $"(case jsonb_typeof({value}) when 'number' then {value} {op} {sql.Json(Raw(operand))} else false end)"
        : $"(case jsonb_typeof({value}) when 'string' then ({value} #>> '{{}}') collate \"C\" {op} {sql.Text(operand.GetString()!)} else false end)";

    private string Contains(string value, JsonElement operand)
    {
        var json = sql.Json(Raw(operand));
        var text = operand.ValueKind == JsonValueKind.String ? $" when 'string' then position({sql.Text(operand.GetString()!)} in {value} #>> '{{}}') > 0" : "";
        var members = operand.ValueKind == JsonValueKind.Object ? $" when 'object' then {value} @> {json}" : "";
        return $"(case jsonb_typeof({value}) when 'array' then {value} @> jsonb_build_array({json}){members}{text} else false end)";
    }
}
