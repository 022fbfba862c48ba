namespace ThreeDb.Server.Tests;

/// <summary>Searches by address lift hits by saved scores, as queries by body do.</summary>
public sealed class BoostedSearchTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    [Theory]
    [InlineData("/v1/search?q=tea", """{"text":{"query":"tea","highlight":true},"limit":10,"rank":{"boost":{"known":0.5}}}""")]
    [InlineData("/v1/near?text=tea", """{"near":{"text":"tea"},"limit":10,"rank":{"boost":{"known":0.5}}}""")]
    [InlineData("/v1/entities/tea1/similar?type=page", """{"from":"page","near":{"entity":"tea1"},"limit":10,"rank":{"boost":{"known":0.5}}}""")]
    public async Task Boost_by_address_is_the_boost_of_a_body(string address, string body)
    {
        var plain = (await Call.Get(address).SendAsync(fixture.Http)).Expect(200).GetProperty("items");
        var boosted = (await Call.Get(address + "&boost=known=0.5").SendAsync(fixture.Http)).Expect(200).GetProperty("items");
        var byBody = (await Call.Post("/v1/query", body).SendAsync(fixture.Http)).Expect(200).GetProperty("items");
        Assert.Equal(byBody.GetRawText(), boosted.GetRawText());
        Assert.NotEqual(plain.GetRawText(), boosted.GetRawText());
        Assert.Contains("\"boost\"", boosted.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("known")]
    [InlineData("=0.5")]
    [InlineData("known=much")]
    [InlineData("known=0.5,known=0.6")]
    public async Task Boost_of_another_form_is_refused_by_name(string boost)
    {
        var problem = (await Call.Get("/v1/search?q=tea&boost=" + Uri.EscapeDataString(boost)).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidParameter);
        Assert.Equal("?boost", problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Theory]
    [InlineData("known=0")]
    [InlineData("known=NaN")]
    [InlineData("a b=1")]
    public async Task Boost_that_no_query_takes_is_refused(string boost) =>
        Assert.Equal(400, (await Call.Get("/v1/search?q=tea&boost=" + Uri.EscapeDataString(boost)).SendAsync(fixture.Http)).Status);

    public async ValueTask InitializeAsync()
    {
        await fixture.Db.WriteAsync(
        [
            .. Enumerable.Range(1, 4).Select(i => new CreateEntity("page", Json.Of($$"""{"title":"Tea number {{i}}"}""")) { Id = $"tea{i}", OnConflict = ConflictPolicy.Replace }),
            .. Enumerable.Range(1, 3).Select(i => new Relate($"tea{i}", "LINKS", "tea4")),
        ]);
        await fixture.Db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Degree, Direction = Direction.In, SaveAs = "known" });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
