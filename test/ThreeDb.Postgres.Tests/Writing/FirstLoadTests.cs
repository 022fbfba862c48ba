using ThreeDb.Testing;

namespace ThreeDb.Postgres.Tests;

/// <summary>The first load of a database, all in one transaction: no statistics tell of what it has written so far.</summary>
public sealed class FirstLoadTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public Task Rows_are_found_by_their_keys_while_the_tables_fill() => LoadAsync(fixture.Db);

    [Fact]
    public async Task Rows_of_a_new_tenant_are_found_by_their_keys_beside_a_large_one()
    {
        await fixture.Database.RunAsync($"""
            insert into threedb.entity (tenant_id, seq, id, state, version) select 4000, i + 1, 'stub/' || i, 0, 0 from generate_series(0, 19999) i;
            insert into threedb.relation (tenant_id, src, type, dst, key, weight, version) select 4000, i + 1, 'NEXT', i + 2, '', 1, 1 from generate_series(0, 19999) i;
            analyze threedb.entity, threedb.relation;
            select pg_stat_reset()
            """);
        await LoadAsync(fixture.Other);
    }

    private async Task LoadAsync(IThreeDb db)
    {
        const int Count = 4000;
        var mutations = Enumerable.Range(0, Count).SelectMany(i => new Mutation[]
        {
            new CreateEntity("note", Json.Of(new { text = $"word w{i}" })) { Id = $"note/{i}" },
            new Relate($"note/{i}", "NEXT", $"note/{(i + 1500) % Count}"),
            new MergeEntity($"note/{i / 2}", Json.Of(new { merged = i })),
        });
        await db.BulkAsync(mutations.ToAsyncEnumerable(), new BulkOptions { Atomic = true });

        // A session counts at the end of its transaction, if a second has passed since it last did.
        await db.Entities.GetAsync("note/0");
        var read = await Until.ExpectedAsync(
            () => fixture.Database.ScalarAsync<long>("select coalesce(sum(idx_tup_read), 0)::bigint from pg_stat_user_indexes where relname in ('entity', 'relation')"),
            rows => rows > Count, TimeSpan.FromSeconds(30));
        Assert.InRange(read / (3 * Count), 0, 10);
    }
}
