using ThreeDb.Testing;

namespace ThreeDb.Postgres.Tests;

/// <summary>What is planned while the tables are empty is planned anew as they grow: a plan for empty tables reads all of them for every key.</summary>
public sealed class EarlyStatisticsTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Statistics_are_made_of_the_first_few_hundred_rows()
    {
        await using var admin = await KeptByNobodyElseAsync();
        for (var i = 0; i < 150; i++)
        {
            await fixture.Db.Entities.CreateAsync("note", Json.Of(new { i }), $"note/{i}");
        }

        await KnownAsync(admin, 100);
    }

    [Fact]
    public async Task Statistics_of_a_load_that_commits_at_its_end_are_made_then()
    {
        await using var admin = await KeptByNobodyElseAsync();
        await fixture.Db.BulkAsync(
            Enumerable.Range(0, 1200).Select(i => (Mutation)new CreateEntity("memo", Json.Of(new { i })) { Id = $"memo/{i}" }).ToAsyncEnumerable(), new BulkOptions { Atomic = true });
        await KnownAsync(admin, 1200);
    }

    [Fact]
    public async Task Statistics_of_scores_are_made_when_many_are_saved()
    {
        await using var admin = await KeptByNobodyElseAsync("score");
        await fixture.Db.BulkAsync(Enumerable.Range(0, 1000).Select(i => (Mutation)new CreateEntity("ranked", Json.Of(new { i })) { Id = $"ranked/{i}" }).ToAsyncEnumerable());
        await fixture.Db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Degree, SaveAs = "degree" });
        await KnownAsync(admin, 1000, "score");
    }

    // PostgreSQL itself would come within a minute.
    private async Task<Sql> KeptByNobodyElseAsync(string table = "entity")
    {
        var admin = await Sql.AdminAsync(fixture.Database);
        await admin.RunAsync($"alter table threedb.{table} set (autovacuum_enabled = off)");
        return admin;
    }

    private static Task<float> KnownAsync(Sql admin, int rows, string table = "entity") => Until.ExpectedAsync(
        () => admin.ScalarAsync<float>($"select reltuples from pg_class where oid = 'threedb.{table}'::regclass"), known => known >= rows, TimeSpan.FromSeconds(20));
}
