using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Saved scores of the row <c>e</c> of <c>threedb.entity</c> in statements.</summary>
internal static class ScoreSql
{
    /// <summary>A condition on a score; like all conditions true or false, never null. An entity without the score fails every comparison.</summary>
    /// <remarks>A semi-join, so that PostgreSQL chooses: the entities by values of the score, or the score of each entity.</remarks>
    /// <exception cref="ThreeDbException"><c>TDB1011</c>.</exception>
    public static string Condition(FieldFilter field, string name, SqlBuilder sql)
    {
        var value = field.Operator switch
        {
            FilterOperator.Equal or FilterOperator.NotEqual => $" and s.value = {Number(field, field.Operand, sql)}",
            FilterOperator.Less => $" and s.value < {Number(field, field.Operand, sql)}",
            FilterOperator.LessOrEqual => $" and s.value <= {Number(field, field.Operand, sql)}",
            FilterOperator.Greater => $" and s.value > {Number(field, field.Operand, sql)}",
            FilterOperator.GreaterOrEqual => $" and s.value >= {Number(field, field.Operand, sql)}",
            FilterOperator.In => $" and s.value = any ({sql.Doubles([.. field.Operand.EnumerateArray().Select(operand => Number(field, operand))])})",
            FilterOperator.Exists => "",
            _ => throw SystemFieldSql.Fault(field, $"'{field.Path}' cannot be compared in this way."),
        };
        return $"exists (select 1 from threedb.score s where {Of("s", name, sql)}{value})";
    }

    /// <summary>Which row of <c>threedb.score</c> is the score of <c>e</c> under a name.</summary>
    public static string Of(string row, string name, SqlBuilder sql) => $"{row}.tenant_id = e.tenant_id and {row}.seq = e.seq and {row}.name = {sql.Text(name)}";

    private static string Number(FieldFilter field, JsonElement operand, SqlBuilder sql) => sql.Double(Number(field, operand));

    private static double Number(FieldFilter field, JsonElement operand) => operand.ValueKind == JsonValueKind.Number
        ? operand.GetDouble()
        : throw SystemFieldSql.Fault(field, $"'{field.Path}' is compared with a number.");
}
