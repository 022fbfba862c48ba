using ThreeDb.Testing;

namespace ThreeDb.Postgres.Tests;

/// <summary>The first load of a database, all in one transaction: no statistics tell of what it has written so far.</summary>
public sealed class FirstLoadTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Rows_are_found_by_their_keys_while_the_tables_fill()
    {
        const int Count = 4000;
        var mutations = Enumerable.Range(0, Count).SelectMany(i => new Mutation[]
        {
            new CreateEntity("note", Json.Of(new { text = $"word w{i}" })) { Id = $"note/{i}" },
            new Relate($"note/{i}", "NEXT", $"note/{(i + 1500) % Count}"),
            new MergeEntity($"note/{i / 2}", Json.Of(new { merged = i })),
        });
        await fixture.Db.BulkAsync(mutations.ToAsyncEnumerable(), new BulkOptions { Atomic = true });

        // A session counts at the end of its transaction, if a second has passed since it last did.
        await fixture.Db.Entities.GetAsync("note/0");
        var read = await Until.ExpectedAsync(
            () => fixture.Database.ScalarAsync<long>("select coalesce(sum(idx_tup_read), 0)::bigint from pg_stat_user_indexes where relname in ('entity', 'relation')"),
            rows => rows > Count, TimeSpan.FromSeconds(30));
        Assert.InRange(read / (3 * Count), 0, 50);
    }
}
