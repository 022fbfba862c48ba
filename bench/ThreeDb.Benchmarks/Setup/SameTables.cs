using System.Diagnostics;
using Npgsql;
using ThreeDb.Embeddings;
using ThreeDb.Postgres;

namespace ThreeDb.Benchmarks;

/// <summary>COPY of finished rows into 3db's own tables, with all their indexes: what PostgreSQL needs for the same result when nothing has to be made.</summary>
internal static class SameTables
{
    private static readonly string[] First = ["threedb.entity", "threedb.relation", "threedb.change"];
    private static readonly string[] Second = ["threedb.entity_text", VectorTable.NameOf(new HashingEmbedder().Model)];

    /// <summary>Copies all rows of a tenant into another one, on two connections at once, and tells how long that took.</summary>
    public static async Task<TimeSpan> RunAsync(BenchmarkDatabase database, string from, string to, CancellationToken cancellationToken)
    {
        await new TenantAdmin(database.ConnectionString).CreateAsync(to, mayExist: true, cancellationToken);
        var rows = new Dictionary<string, (string Columns, MemoryStream Rows)>();
        foreach (var table in First.Concat(Second))
        {
            rows.Add(table, await ReadAsync(database, table, from, to, cancellationToken));
        }

        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(new[] { First, Second }.Select(async tables =>
        {
            await using var connection = await database.Bare.OpenConnectionAsync(cancellationToken);
            await using (var limit = new NpgsqlCommand("set gin_pending_list_limit = 65536", connection))
            {
                await limit.ExecuteNonQueryAsync(cancellationToken);
            }

            foreach (var table in tables)
            {
                await using var copy = await connection.BeginRawBinaryCopyAsync($"copy {table} ({rows[table].Columns}) from stdin (format binary)", cancellationToken);
                await rows[table].Rows.CopyToAsync(copy, cancellationToken);
            }
        }));
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<(string Columns, MemoryStream Rows)> ReadAsync(
        BenchmarkDatabase database, string table, string from, string to, CancellationToken cancellationToken)
    {
        var columns = await database.ScalarAsync<string>($"""
            select string_agg(attname, ', ' order by attnum) from pg_attribute where attrelid = '{table}'::regclass and attnum > 1 and not attisdropped
            """, cancellationToken);
        await using var connection = await database.Bare.OpenConnectionAsync(cancellationToken);
        await using var copy = await connection.BeginRawBinaryCopyAsync($"""
            copy (select (select t.tenant_id from threedb.tenant t where t.name = '{to}') as tenant_id, {columns} from {table}
                  where tenant_id = (select t.tenant_id from threedb.tenant t where t.name = '{from}')) to stdout (format binary)
            """, cancellationToken);
        var rows = new MemoryStream();
        await copy.CopyToAsync(rows, cancellationToken);
        rows.Position = 0;
        return ("tenant_id, " + columns, rows);
    }
}
