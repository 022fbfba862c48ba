using Npgsql;

namespace ThreeDb.Postgres.Tests;

/// <summary>A page of the log costs what it reads: an index on every partition, merged, under row-level security.</summary>
public sealed class FeedPlanTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Page_of_the_log_is_merged_from_the_indexes_of_the_partitions_without_sorting()
    {
        await FillAsync();
        var plan = await PlanAsync(ChangeReader.Page, "int, xid8, int, int", $"{fixture.Db.Session.TenantId}, '610', 7, 5000");
        Assert.Contains("rows=5000 ", plan[0], StringComparison.Ordinal);
        Assert.Contains(plan, line => line.Contains("Merge Append", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal) || line.Contains("Sort  (", StringComparison.Ordinal));
        var condition = plan.Where(line => line.Contains("Index Cond", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(condition);
        Assert.All(condition, line => Assert.Matches(@"ROW\(.*xid, .*ordinal\) > ROW\(.*xid < pg_snapshot_xmin", line));
    }

    // A year of partitions, and rows in several of them.
    private async Task FillAsync() => await fixture.Database.RunAsync($"""
        do $$ begin
            for i in 3..14 loop
                execute format('create table threedb.%I partition of threedb.change for values from (%L) to (%L)', 'change_later_' || i,
                    date_trunc('month', now()) + make_interval(months => i), date_trunc('month', now()) + make_interval(months => i + 1));
            end loop;
        end $$;
        insert into threedb.change (tenant_id, xid, ordinal, at, actor, kind, op, seq, type, version)
        select {fixture.Db.Session.TenantId}, (600 + i / 1000)::text::xid8, i % 1000, now() + make_interval(days => i % 300), 'x', 0, 1, i + 1, 'thing', 1
        from generate_series(0, 49999) i;
        analyze threedb.change
        """);

    private async Task<List<string>> PlanAsync(string query, string types, string values)
    {
        await using var sql = await Sql.OpenAsync(new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString)
        {
            Options = string.Join(" -c ", ["", $"role={PostgresOptions.AppRole}", .. StoreConnections.FeedSettings]),
        }.ConnectionString);
        await sql.RunAsync($"begin; select set_config('threedb.tenant', '{fixture.Db.Session.TenantId}', true)");
        await sql.RunAsync($"prepare q ({types}) as {query}");
        return await sql.ColumnAsync<string>($"explain analyze execute q ({values})");
    }
}
