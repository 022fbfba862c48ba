namespace ThreeDb.Postgres.Tests;

/// <summary>Deriving anew goes on where it stopped, in whatever process comes next.</summary>
public sealed class DerivationRestartTests
{
    // So many chunks that a stop comes before the last one, however slow it is.
    private const int Entities = 9_000;

    [Fact]
    public async Task Derivation_that_a_stop_interrupts_is_finished_by_the_next_engine()
    {
        await using var fixture = new RestartFixture();
        await fixture.InitializeAsync();
        var db = fixture.Db;
        await db.Types.PutAsync("doc", new EntityTypeDefinition { Embed = false });
        foreach (var some in Enumerable.Range(0, Entities).Chunk(1_000))
        {
            await db.WriteAsync([.. some.Select(i => new CreateEntity("doc", Json.Of(new { title = "running foxes " + i })) { Id = "d" + i })]);
        }

        // A lock on one row of the second chunk holds the work there.
        await using var sql = await Sql.AdminAsync(fixture.Database);
        await sql.RunAsync("begin; select 1 from threedb.entity_text where seq = (select seq from threedb.entity where id = 'd700') for update");
        await db.Types.PutAsync("doc", new EntityTypeDefinition { Embed = false, Language = "simple" });
        await Settled.WaitAsync(db, "doc", done: 500);
        var stopping = fixture.Engine.DisposeAsync().AsTask();
        await sql.RunAsync("rollback");
        await stopping;
        Assert.InRange(await sql.ScalarAsync<long>("select derive_done from threedb.entity_type where name = 'doc' and derive_after is not null"), 500, Entities - 500);

        await using var next = await fixture.OpenAsync();
        var again = await next.ForAsync("default", "tester");
        await Until.TrueAsync(async () => (await again.Types.ListAsync()).All(type => type.Deriving is null), TimeSpan.FromMinutes(5));
        Assert.Equal((long)Entities, await sql.ScalarAsync<long>("select count(*) from threedb.entity_text t join threedb.entity e using (tenant_id, seq) where t.tsv = setweight(to_tsvector('simple', e.data->>'title'), 'A')"));
        Assert.Equal((long)Entities, await sql.ScalarAsync<long>("select count(*) from threedb.change"));
    }

    private sealed class RestartFixture : EngineFixture, IAsyncDisposable;
}
