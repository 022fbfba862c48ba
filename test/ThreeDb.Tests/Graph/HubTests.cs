using ThreeDb.Testing;

namespace ThreeDb.Tests;

/// <summary>What it costs to write a relation does not depend on how many its ends have.</summary>
public sealed class HubTests(GraphFixture fixture) : IClassFixture<GraphFixture>
{
    private const int Spokes = 6_000;
    private const int LookedAtForEach = 30;

    [Fact]
    public async Task Writing_relations_of_a_hub_reads_none_of_its_others()
    {
        await using (var engine = await fixture.OpenAsync())
        {
            var db = await engine.ForAsync();
            await db.BulkAsync(Enumerable.Range(-1, Spokes + 1).Select(i => (Mutation)new CreateEntity("node", Json.Of("{}")) { Id = i < 0 ? "hub" : $"spoke/{i}" }).ToAsyncEnumerable());
            await RelateAsync(db, 0, Spokes / 2);

            // On the average an entity has two: what a hub has, the planner cannot see.
            await fixture.Database.ScalarAsync<long>("do $$ begin analyze threedb.entity; analyze threedb.relation; end $$; select 1::bigint");
            await RelateAsync(db, Spokes / 2, Spokes / 2);
        }

        // PostgreSQL counts what its backends did when they end.
        var written = await Until.ExpectedAsync(() => CountedAsync("n_tup_ins", "tables"), count => count >= 2 * Spokes, TimeSpan.FromSeconds(60));
        var read = await CountedAsync("idx_tup_read", "indexes") + await CountedAsync("seq_tup_read", "tables");
        Assert.Equal(2 * Spokes, written);
        Assert.InRange(read, 0, written * LookedAtForEach);
    }

    private static Task RelateAsync(TenantDb db, int from, int count) => db.BulkAsync(
        Enumerable.Range(from, count).SelectMany(i => (Mutation[])[new Relate($"spoke/{i}", "BACK", "hub"), new Relate("hub", "OUT", $"spoke/{i}")]).ToAsyncEnumerable());

    private Task<long> CountedAsync(string counter, string of) =>
        fixture.Database.ScalarAsync<long>($"select coalesce(sum({counter}), 0)::bigint from pg_stat_user_{of} where relname = 'relation'");
}
