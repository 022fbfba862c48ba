using System.Text.Json;

namespace ThreeDb.Postgres.Tests;

/// <summary>What plans read more of than the keys they were given.</summary>
/// <param name="large">The tables that are large.</param>
/// <param name="columns">The columns of each of their indexes.</param>
internal sealed class PlanScans(HashSet<string> large, IReadOnlyDictionary<string, string[]> columns)
{
    public int LargeTables => large.Count;

    /// <summary>Looks at the catalogue of a database. The index of words is left out: what it reads is up to the words.</summary>
    public static async Task<PlanScans> OfAsync(Sql admin)
    {
        const string Large = "t.relnamespace = 'threedb'::regnamespace and t.relkind = 'r' and t.reltuples > 10000";
        var tables = await admin.ColumnAsync<string>($"select t.relname::text from pg_class t where {Large}");
        var indexes = await admin.RowsAsync($"""
            select c.relname::text, array_agg(a.attname::text order by k.n) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
            cross join lateral unnest(i.indkey) with ordinality k(attnum, n) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
            where {Large} and c.relname <> 'entity_text_words' group by 1
            """);
        return new PlanScans([.. tables], indexes.ToDictionary(row => (string)row[0]!, row => (string[])row[1]!));
    }

    /// <summary>
    /// Scans of a large table; of its index without the second column (the first is the tenant; backwards its last row is one step, and the first so many of its
    /// order are a page); and loops that compare all entities with all of something.
    /// </summary>
    public IEnumerable<string> Wide(JsonElement node, bool isPage = false)
    {
        string Text(string name) => node.TryGetProperty(name, out var value) ? value.GetString()! : "";
        var (table, index, condition) = (Text("Relation Name"), Text("Index Name"), Text("Index Cond").Replace("tenant_id", "", StringComparison.Ordinal));
        JsonElement[] below = node.TryGetProperty("Plans", out var plans) ? [.. plans.EnumerateArray()] : [];
        if (Text("Node Type") == "Seq Scan" && large.Contains(table))
        {
            yield return $"all of {table}";
        }
        else if (!isPage && columns.TryGetValue(index, out var of) && of is ["tenant_id", var second, ..] && !condition.Contains(second, StringComparison.Ordinal) && Text("Scan Direction") != "Backward")
        {
            yield return $"{index}: {condition}";
        }
        else if (Text("Join Filter").Contains(".seq", StringComparison.Ordinal)
            && below.Single(inner => inner.GetProperty("Parent Relationship").GetString() == "Inner").GetProperty("Node Type").GetString() is "CTE Scan" or "Function Scan" or "Materialize")
        {
            yield return $"each with each: {Text("Join Filter")}";
        }

        foreach (var wide in below.SelectMany(inner => Wide(inner, isPage: (Text("Node Type") == "Limit" || isPage && Text("Node Type") == "Result") && IsUnfiltered(inner))))
        {
            yield return wide;
        }
    }

    // That an entity exists is no filter: most do.
    private static bool IsUnfiltered(JsonElement scan) => !scan.TryGetProperty("Filter", out var filter) || filter.GetString() == "(state = 1)";
}
