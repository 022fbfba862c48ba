using ThreeDb.Testing;

namespace ThreeDb.Postgres.Tests;

/// <summary>What is planned while the tables are empty is planned anew as they grow: a plan for empty tables reads all of them for every key.</summary>
public sealed class EarlyStatisticsTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Statistics_are_made_of_the_first_few_hundred_rows()
    {
        for (var i = 0; i < 150; i++)
        {
            await fixture.Db.Entities.CreateAsync("note", Json.Of(new { i }), $"note/{i}");
        }

        await using var admin = await Sql.AdminAsync(fixture.Database);
        await Until.ExpectedAsync(
            () => admin.ScalarAsync<float>("select reltuples from pg_class where oid = 'threedb.entity'::regclass"), rows => rows >= 100, TimeSpan.FromSeconds(20));
    }
}
