using ThreeDb.Embeddings;

namespace ThreeDb.Postgres.Tests;

/// <summary>No row of one tenant reaches another, whatever statement the role of the store runs.</summary>
public sealed class TenantIsolationTests(TenantRows fixture) : IClassFixture<TenantRows>
{
    private readonly int _own = fixture.Db.Session.TenantId;
    private readonly int _other = fixture.Other.Session.TenantId;

    [Fact]
    public async Task Table_of_tenants_shows_and_takes_only_rows_of_the_tenant()
    {
        await using var admin = await Sql.AdminAsync(fixture.Database);
        var tables = await IsolationCheck.TablesAsync(admin);
        string[] known = ["tenant", "api_key", "entity", "entity_text", "relation", "change", "entity_type", "idempotency", "projection", "dead_letter", "reconcile_report", "score", VectorTable.NameOf(new HashingEmbedder().Model)["threedb.".Length..]];
        Assert.Empty(known.Except(tables));
        foreach (var table in tables)
        {
            // Rows on both sides, or the check would see nothing whatever the policies say.
            var rows = await admin.ScalarAsync<long>($"select count(distinct tenant_id) from threedb.{table} where tenant_id in ({_own}, {_other})");
            Assert.True(rows == 2 || table.StartsWith("change_", StringComparison.Ordinal), $"{table} has no rows of both tenants.");
            await using var app = await Sql.AppAsync(fixture.Database);
            Assert.Empty(await new IsolationCheck(admin, app).FaultsAsync(table, _own, _other));
            await using var again = await Sql.AppAsync(fixture.Database);
            Assert.Empty(await new IsolationCheck(admin, again).FaultsAsync(table, _other, _own));
        }
    }

    [Theory]
    [InlineData("create table threedb.leak (tenant_id int not null, x int)", "leak", 4)]
    [InlineData("create view threedb.leak as select tenant_id, id from threedb.entity; alter view threedb.leak owner to threedb_owner", "leak", 3)]
    [InlineData("create table threedb.leak (tenant_id int not null, x int); alter table threedb.leak enable row level security; create policy p on threedb.leak using (tenant_id = current_setting('threedb.tenant', true)::int) with check (true)", "leak", 1)]
    public async Task Check_of_a_leaking_table_turns_red(string ddl, string table, int faults)
    {
        await using var admin = await Sql.AdminAsync(fixture.Database);
        await admin.RunAsync($"""
            {ddl};
            grant select, insert, update, delete on threedb.{table} to threedb_app;
            do $$ begin
                if (select relkind from pg_class where oid = 'threedb.{table}'::regclass) = 'r' then insert into threedb.{table} values ({_own}, 1), ({_other}, 2); end if;
            end $$;
            """);
        await using var app = await Sql.AppAsync(fixture.Database);
        try
        {
            var found = await new IsolationCheck(admin, app).FaultsAsync(table, _own, _other);
            Assert.True(found.Count >= faults, string.Join("\n", found));
        }
        finally
        {
            await admin.RunAsync($"""
                do $$ begin
                    if (select relkind from pg_class where oid = 'threedb.{table}'::regclass) = 'r' then drop table threedb.{table}; else drop view threedb.{table}; end if;
                end $$;
                """);
        }
    }
}
