using System.Globalization;
using Npgsql;

namespace ThreeDb.Postgres.Tests;

/// <summary>Tries, as the role of the store, to reach rows of another tenant in one table, in every way that SQL has.</summary>
/// <param name="admin">A superuser's connection, which sees what there is.</param>
/// <param name="app">A connection of the store's role that never set a tenant.</param>
internal sealed class IsolationCheck(Sql admin, Sql app)
{
    /// <summary>Every relation with rows of tenants.</summary>
    public static Task<List<string>> TablesAsync(Sql admin) => admin.ColumnAsync<string>("""
        select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
        where c.relnamespace = 'threedb'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1
        """);

    /// <summary>What came through.</summary>
    public async Task<List<string>> FaultsAsync(string table, int own, int other)
    {
        var faults = new List<string>();
        void Expect(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add($"{table}: {fault}");
            }
        }

        var name = "threedb." + table;
        await app.RunAsync("begin");
        Expect(await CountAsync(name, "true") is null or 0, "rows are seen without a tenant");
        await app.RunAsync($"rollback; begin; select set_config('threedb.tenant', '{own}', true); commit; begin");
        Expect(await CountAsync(name, "true") is null or 0, "rows are seen after a transaction with a tenant");

        await app.RunAsync($"rollback; begin; select set_config('threedb.tenant', '{own}', true)");
        var mine = await admin.ScalarAsync<long>($"select count(*) from {name} where tenant_id = {own}");
        Expect(await CountAsync(name, "true") is var seen && (seen is null || seen == mine), $"{seen} rows are seen, {mine} are the tenant's");
        Expect(await CountAsync(name, $"tenant_id = {other}") is null or 0, "rows of another tenant are seen");
        foreach (var write in await WritesAsync(name, own, other))
        {
            Expect(await TouchedAsync(write) is null or 0, $"this wrote across tenants: {write}");
        }

        await app.RunAsync("rollback");
        return faults;
    }

    private async Task<List<string>> WritesAsync(string name, int own, int other)
    {
        var writes = new List<string>
        {
            $"update {name} set tenant_id = {own} where tenant_id = {other}",
            $"update {name} set tenant_id = {other}",
            $"delete from {name} where tenant_id = {other}",
        };

        // A row of the other tenant as it is, and one of the own moved over there.
        foreach (var from in new[] { own, other })
        {
            var json = await admin.ScalarAsync<string?>($"select (to_jsonb(t) || '{{\"tenant_id\": {other}}}')::text from {name} t where tenant_id = {from} limit 1");
            if (json is not null)
            {
                var row = json.Replace("'", "''", StringComparison.Ordinal);
                writes.Add(string.Create(CultureInfo.InvariantCulture, $"insert into {name} overriding system value select * from jsonb_populate_record(null::{name}, '{row}') on conflict do nothing"));
            }
        }

        return writes;
    }

    // Null: refused, for lack of a privilege or because nobody can set an identity column. -1: stopped only by something else.
    private Task<long?> CountAsync(string name, string condition) =>
        TryAsync(async () => await app.ScalarAsync<long>($"select count(*) from {name} where {condition}"));

    private Task<long?> TouchedAsync(string sql) => TryAsync(async () => await app.ExecuteAsync(sql));

    private async Task<long?> TryAsync(Func<Task<long>> work)
    {
        await app.RunAsync("savepoint s");
        try
        {
            return await work();
        }
        catch (PostgresException e)
        {
            return e.SqlState is PostgresErrorCodes.InsufficientPrivilege or "428C9" ? null : -1;
        }
        finally
        {
            await app.RunAsync("rollback to savepoint s; release savepoint s");
        }
    }
}
