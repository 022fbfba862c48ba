using ThreeDb.Testing;

namespace ThreeDb.Postgres.Tests;

/// <summary>A transaction that writes holds the change log back for everybody until it ends, so maintenance works in short ones.</summary>
public sealed class ShortTransactionTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("entity", "entity")]
    [InlineData("entity_text", "entity_text")]
    [InlineData("relation", "relation")]
    [InlineData("change", "change_20__\\___")]
    public async Task Statistics_are_made_of_one_table_in_a_transaction(string table, string pattern)
    {
        await using var admin = await Sql.AdminAsync(fixture.Database);
        await using var app = await Sql.AppAsync(fixture.Database);
        var before = await CountsAsync(admin);
        await app.RunAsync("select threedb.refresh_statistics($1)", table);
        var made = (await CountsAsync(admin)).Where(pair => pair.Value != before[pair.Key]).ToList();
        var (name, count) = Assert.Single(made);
        Assert.Equal(before[name] + 1, count);
        Assert.True(await admin.ScalarAsync<bool>("select $1 like $2", name, pattern), name);
    }

    [Fact]
    public async Task Statistics_of_another_table_are_refused()
    {
        await using var app = await Sql.AppAsync(fixture.Database);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => app.RunAsync("select threedb.refresh_statistics('api_key')"));
    }

    [Fact]
    public async Task Old_idempotency_keys_are_forgotten_some_thousand_at_a_time()
    {
        await using var admin = await Sql.AdminAsync(fixture.Database);
        await admin.RunAsync("""
            insert into threedb.idempotency (tenant_id, key, fingerprint, result, created_at)
            select 1, 'k' || i, '', '{}', now() - make_interval(hours => case when i <= 7000 then 25 else 23 end) from generate_series(1, 7100) i
            """);
        await using var app = await Sql.AppAsync(fixture.Database);
        List<long> gone = [];
        do
        {
            gone.Add(await app.ScalarAsync<long>("select threedb.forget_idempotency_keys()"));
        }
        while (gone[^1] > 0);

        Assert.Equal([5000L, 2000L, 0L], gone);
        Assert.Equal(100L, await admin.ScalarAsync<long>("select count(*) from threedb.idempotency"));
    }

    private static async Task<Dictionary<string, long>> CountsAsync(Sql admin) =>
        (await admin.RowsAsync("select relname::text, analyze_count from pg_stat_user_tables where schemaname = 'threedb'")).ToDictionary(row => (string)row[0]!, row => (long)row[1]!);
}
