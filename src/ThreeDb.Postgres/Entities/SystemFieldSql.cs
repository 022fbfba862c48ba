using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Conditions on the columns of an entity, and on its saved scores.</summary>
internal static class SystemFieldSql
{
    /// <summary>The column of a system field and the type in which its values are compared.</summary>
    public static (string Column, string Type) ColumnOf(FieldPath path) => path.Text switch
    {
        "$id" => ("e.id", "text"),
        "$type" => ("e.type", "text"),
        "$project" => ("e.project", "text"),
        "$version" => ("e.version", "bigint"),
        "$createdAt" => ("e.created_at", "timestamptz"),
        "$createdBy" => ("e.created_by", "text"),
        "$updatedAt" => ("e.updated_at", "timestamptz"),
        "$updatedBy" => ("e.updated_by", "text"),
        var other => throw new ArgumentException($"There is no system field {other}.", nameof(path)),
    };

    public static string Condition(FieldFilter field, SqlBuilder sql)
    {
        if (field.Path.Score is { } score)
        {
            return ScoreSql.Condition(field, score, sql);
        }

        var (column, type) = ColumnOf(field.Path);
        return field.Operator switch
        {
            FilterOperator.Equal or FilterOperator.NotEqual when field.Operand.ValueKind == JsonValueKind.Null => $"({column} is null)",
            FilterOperator.Equal or FilterOperator.NotEqual => $"coalesce({column} = {Value(field, field.Operand, type, sql)}, false)",
            FilterOperator.Less => Ordered(field, column, "<", type, sql),
            FilterOperator.LessOrEqual => Ordered(field, column, "<=", type, sql),
            FilterOperator.Greater => Ordered(field, column, ">", type, sql),
            FilterOperator.GreaterOrEqual => Ordered(field, column, ">=", type, sql),
            FilterOperator.In => In(field, column, type, sql),
            FilterOperator.Exists => $"({column} is not null)",
            FilterOperator.Prefix when type == "text" => $"coalesce(starts_with({column}, {sql.Text(field.Operand.GetString()!)}), false)",
            FilterOperator.Contains when type == "text" && field.Operand.ValueKind == JsonValueKind.String =>
                $"coalesce(position({sql.Text(field.Operand.GetString()!)} in {column}) > 0, false)",
            _ => throw Fault(field, $"'{field.Path}' cannot be compared in this way."),
        };
    }

    private static string Ordered(FieldFilter field, string column, string op, string type, SqlBuilder sql) =>
        $"coalesce({column} {(type == "text" ? "collate \"C\" " : "")}{op} {Value(field, field.Operand, type, sql)}, false)";

    // One parameter for all values: a statement takes 65,535 at most.
    private static string In(FieldFilter field, string column, string type, SqlBuilder sql)
    {
        var operands = field.Operand.EnumerateArray();
        var values = type switch
        {
            "bigint" => sql.Longs([.. operands.Select(operand => Number(field, operand))]),
            "timestamptz" => sql.Times([.. operands.Select(operand => Time(field, operand))]),
            _ => sql.Texts([.. operands.Select(operand => Text(field, operand))]),
        };
        return $"coalesce({column} = any ({values}), false)";
    }

    private static string Value(FieldFilter field, JsonElement operand, string type, SqlBuilder sql) => type switch
    {
        "bigint" => sql.Long(Number(field, operand)),
        "timestamptz" => sql.Time(Time(field, operand)),
        _ => sql.Text(Text(field, operand)),
    };

    private static string Text(FieldFilter field, JsonElement operand) => operand.ValueKind == JsonValueKind.String
        ? operand.GetString()!
        : throw Fault(field, $"'{field.Path}' is compared with a string.");

    private static long Number(FieldFilter field, JsonElement operand) => operand.ValueKind == JsonValueKind.Number && operand.TryGetInt64(out var number)
        ? number
        : throw Fault(field, $"'{field.Path}' is compared with a whole number.");

    private static DateTimeOffset Time(FieldFilter field, JsonElement operand) =>
        (operand.ValueKind == JsonValueKind.String ? StrictObject.ParseTime(operand.GetString()!) : null)
        ?? throw Fault(field, $"'{field.Path}' is compared with a time such as \"2026-01-31T12:00:00Z\".");

    internal static ThreeDbException Fault(FieldFilter field, string detail) =>
        new(ErrorCodes.InvalidFilter, detail, errors: [new FieldError("/" + JsonPointer.Escape(field.Path.Text), detail)]);
}
