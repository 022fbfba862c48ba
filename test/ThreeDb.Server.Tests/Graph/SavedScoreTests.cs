namespace ThreeDb.Server.Tests;

/// <summary>What is saved can be seen and removed, and a slip in a name costs nothing that was saved.</summary>
public sealed class SavedScoreTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private const string Analyses = "/v1/graph/analyses";

    [Theory]
    [InlineData("""{"types":["pgae"]}""", "'pgae'", "/on/types")]
    [InlineData("""{"via":["LINK"]}""", "'LINK'", "/on/via")]
    [InlineData("""{"types":["page"],"via":["LINK","LINX"]}""", "'LINK' or 'LINX'", "/on/via")]
    [InlineData("""{"project":"nowhere"}""", "no entities", "/on")]
    public async Task Part_without_what_was_asked_for_saves_nothing_and_wipes_nothing(string on, string named, string pointer)
    {
        await SaveAsync("kept");
        var problem = (await Call.Post(Analyses, $$"""{"algorithm":"degree","saveAs":"kept","on":{{on}}}""").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Equal(3, (await fixture.Client.Scores.ListAsync()).Single(score => score.Name == "kept").Count);
        (await Call.Post(Analyses, $$"""{"algorithm":"degree","on":{{on}}}""").SendAsync(fixture.Http)).Expect(200);
    }

    [Fact]
    public async Task Saved_scores_are_listed_by_name_with_count_and_time()
    {
        var before = await fixture.Database.ScalarAsync<DateTime>("select clock_timestamp()");
        await SaveAsync("b");
        await SaveAsync("a");
        await fixture.Db.Entities.CreateAsync("page", Json.Of("{}"), "gone");
        await SaveAsync("c");
        await fixture.Db.Entities.DeleteAsync("gone");
        var items = (await Call.Get("/v1/scores").SendAsync(fixture.Http)).Expect(200).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["a", "b", "c"], items.Select(item => item.GetProperty("name").GetString()!).Where(name => name.Length == 1));
        Assert.All(items, item => Assert.Equal(3, item.GetProperty("count").GetInt64()));
        var listed = await fixture.Client.Scores.ListAsync();
        Assert.Equal(await fixture.Db.Scores.ListAsync(), listed);
        Assert.All(listed.Where(score => score.Name.Length == 1), score => Assert.True(score.SavedAt >= before));
        Assert.True(listed.Single(score => score.Name == "a").SavedAt > listed.Single(score => score.Name == "b").SavedAt);
    }

    [Fact]
    public async Task Deleted_scores_are_gone_from_lists_and_entities()
    {
        await SaveAsync("passing");
        (await (Call.Delete("/v1/scores/passing") with { Key = await KeyAsync(KeyScope.Read) }).SendAsync(fixture.Http)).ExpectProblem(403, ErrorCodes.InsufficientScope);
        Assert.Equal(204, (await (Call.Delete("/v1/scores/passing") with { Key = await KeyAsync(KeyScope.Write) }).SendAsync(fixture.Http)).Status);
        (await Call.Delete("/v1/scores/passing").SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.ScoreNotFound);
        Assert.Equal(0L, await fixture.Database.ScalarAsync<long>("select count(*) from threedb.score where name = 'passing'"));
        Assert.DoesNotContain(await fixture.Db.Scores.ListAsync(), score => score.Name == "passing");
        await SaveAsync("passing");
        Assert.True(await fixture.Client.Scores.DeleteAsync("passing"));
        Assert.False(await fixture.Client.Scores.DeleteAsync("passing"));
        Assert.False(await fixture.Db.Scores.DeleteAsync("passing"));
    }

    [Fact]
    public async Task Score_that_nobody_has_saved_is_named_in_the_answer()
    {
        await SaveAsync("known");
        foreach (var list in (string[])["orderBy=-$score.nope", "select=$score.nope", "orderBy=$score.known&where=" + Uri.EscapeDataString("""{"not":{"$score.nope":{"gt":1}}}""")])
        {
            var page = (await Call.Get("/v1/entities?" + list).SendAsync(fixture.Http)).Expect(200);
            Assert.Equal(["nope"], page.GetProperty("unknownScores").EnumerateArray().Select(name => name.GetString()));
        }

        var query = new Query { From = "page", Where = Filter.Field("$score.known", FilterOperator.Exists, true), Boost = new Dictionary<string, double> { ["nope"] = 1, ["known"] = 1 } };
        Assert.Equal(["nope"], (await fixture.Client.QueryAsync(query)).UnknownScores!);
        Assert.Equal(["nope"], (await fixture.Client.QueryAsync(query with { Explain = true })).UnknownScores!);
        Assert.Null((await fixture.Client.Entities.ListAsync(new ListRequest { OrderBy = [new SortKey("$score.known")] })).UnknownScores);
        Assert.False((await Call.Get("/v1/entities?orderBy=$score.known").SendAsync(fixture.Http)).Expect(200).TryGetProperty("unknownScores", out _));
    }

    [Fact]
    public async Task Scores_of_another_tenant_are_neither_seen_nor_removed()
    {
        await SaveAsync("ours");
        var other = fixture.Other;
        Assert.Empty(await other.Scores.ListAsync());
        Assert.False(await other.Scores.DeleteAsync("ours"));
        Assert.Equal(["ours"], (await other.Entities.ListAsync(new ListRequest { OrderBy = [new SortKey("$score.ours")] })).UnknownScores!);
        Assert.Equal(3, (await fixture.Db.Scores.ListAsync()).Single(score => score.Name == "ours").Count);
    }

    public async ValueTask InitializeAsync() => await fixture.Db.WriteAsync(
    [
        .. Enumerable.Range(1, 3).Select(i => new CreateEntity("page", Json.Of("{}")) { Id = $"p{i}", OnConflict = ConflictPolicy.Replace }), new Relate("p1", "LINKS", "p2"),
    ]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task SaveAsync(string name) => await fixture.Db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Degree, SaveAs = name });

    private async Task<string> KeyAsync(KeyScope scope) => (await fixture.Db.Session.CreateKeyAsync("somebody", scope, null)).Secret;
}
