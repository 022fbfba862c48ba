namespace ThreeDb.Postgres.Tests;

/// <summary>Scores come with a save and go with their entity.</summary>
public sealed class ScoreLifeTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Deleted_entity_takes_its_scores_along_and_comes_back_without()
    {
        await fixture.Db.Entities.CreateAsync("t", new { }, "gone");
        await fixture.Db.Entities.CreateAsync("t", new { }, "stays");
        Assert.Equal(2, await SavedScores.SaveAsync(fixture, fixture.Db, "rank", new Dictionary<string, double> { ["gone"] = 1, ["stays"] = 2 }));
        await SavedScores.SaveAsync(fixture, fixture.Db, "other", new Dictionary<string, double> { ["gone"] = 1 });
        await fixture.Db.Entities.DeleteAsync("gone");
        await using var sql = await Sql.AdminAsync(fixture.Database);
        Assert.Equal(1L, await sql.ScalarAsync<long>("select count(*) from threedb.score where name in ('rank', 'other')"));
        await fixture.Db.Entities.CreateAsync("t", new { }, "gone");
        var list = await fixture.Db.Entities.ListAsync(new ListRequest { Type = "t", OrderBy = [new SortKey("$score.rank")] });
        Assert.Equal(["stays", "gone"], list.Items.Select(entity => entity.Id));
        Assert.Equal(["gone"], (await fixture.Db.Entities.ListAsync(new ListRequest { Type = "t", Where = Filter.Field("$score.rank", FilterOperator.Exists, false) })).Items.Select(entity => entity.Id));
    }

    [Fact]
    public async Task Score_that_was_saved_beside_the_removal_does_not_come_back()
    {
        await fixture.Db.Entities.CreateAsync("beside", new { }, "beside");
        await using var sql = await Sql.AdminAsync(fixture.Database);
        await sql.RunAsync("begin");
        await sql.RunAsync("insert into threedb.score (tenant_id, seq, name, value) select tenant_id, seq, 'late', 1 from threedb.entity where id = 'beside'");
        await fixture.Db.Entities.DeleteAsync("beside");
        await sql.RunAsync("commit");
        Assert.Equal(1L, await sql.ScalarAsync<long>("select count(*) from threedb.score where name = 'late'"));
        await fixture.Db.Entities.CreateAsync("beside", new { }, "beside");
        Assert.Equal(0L, await sql.ScalarAsync<long>("select count(*) from threedb.score where name = 'late'"));
    }

    [Fact]
    public async Task Save_leaves_out_what_does_not_live_and_what_is_no_number()
    {
        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            await fixture.Db.Entities.CreateAsync("u", new { }, id);
        }

        await fixture.Db.Entities.DeleteAsync("d");
        var scores = new Dictionary<string, double> { ["a"] = 0.5, ["b"] = double.NaN, ["c"] = double.NegativeInfinity, ["d"] = 1 };
        Assert.Equal(1, await SavedScores.SaveAsync(fixture, fixture.Db, "partial", scores));
        Assert.Equal(["a"], (await fixture.Db.Entities.ListAsync(new ListRequest { Where = Filter.Field("$score.partial", FilterOperator.Exists, true) })).Items.Select(entity => entity.Id));
    }
}
