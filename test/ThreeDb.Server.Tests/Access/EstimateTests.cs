namespace ThreeDb.Server.Tests;

/// <summary>Estimated totals: made from the tenant's own entities and nobody else's.</summary>
public sealed class EstimateTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Estimate_beside_a_large_tenant_is_that_of_the_own_entities()
    {
        await fixture.Other.WriteAsync([.. Enumerable.Range(0, 9000).Select(i => (Mutation)new CreateEntity("order", Json.Of($$"""{"n":{{i}}}""")))]);
        await fixture.Db.WriteAsync([.. Enumerable.Range(0, 7).Select(i => (Mutation)new CreateEntity("order", Json.Of($$"""{"n":{{i}}}""")))]);
        await fixture.Database.RunAsync("vacuum analyze");
        Assert.Equal(7, await EstimateAsync(fixture.Http, "/v1/entities?type=order"));
        Assert.Equal(3, await EstimateAsync(fixture.Http, "/v1/entities?where=%7B%22n%22:%7B%22lt%22:3%7D%7D"));
        Assert.Equal(0, await EstimateAsync(fixture.Http, "/v1/entities?type=invoice"));
    }

    [Fact]
    public async Task Estimate_of_more_than_is_looked_at_is_near_the_truth()
    {
        for (var part = 0; part < 3; part++)
        {
            await fixture.Other.WriteAsync([.. Enumerable.Range(0, 9000).Select(i => (Mutation)new CreateEntity("bill", Json.Of($$"""{"n":{{i}}}""")))]);
        }

        var page = await fixture.Other.Entities.ListAsync(new ListRequest { Type = "bill", Count = CountMode.Estimated, Limit = 1 });
        Assert.InRange(page.Total!.Value, 24_000, 30_000);
    }

    private static async Task<long> EstimateAsync(HttpClient http, string path) =>
        (await Call.Get(path).With("Prefer", "count=estimated").SendAsync(http)).Expect(200).GetProperty("total").GetInt64();
}
