using System.Text.Json;

namespace ThreeDb.Server.Tests;

/// <summary>Listings of the largest documents.</summary>
public sealed class LargePageTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int Many = 6;

    // With five of these a page has its 32 MiB.
    private static readonly JsonElement Large = JsonElement.Parse($$"""{"text":"{{new string('x', 8_000_000)}}"}""");

    [Theory]
    [InlineData("/v1/entities/hub/relations?direction=out&limit=1000")]
    [InlineData("/v1/entities/hub/relations?limit=1000")]
    [InlineData("/v1/relations?limit=1000")]
    public async Task Page_of_large_relations_ends_early_and_the_next_one_goes_on(string path)
    {
        for (var i = 0; i < Many; i++)
        {
            await fixture.Db.Relations.RelateAsync(new Relate("hub", "TO", $"spoke/{i}") { Data = Large });
        }

        var (first, second) = await PagesAsync(path);
        Assert.Equal((Many - 1, 1), (first.Length, second.Length));
        Assert.Equal(Many, first.Concat(second).Select(item => item.GetProperty("to").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Page_of_large_entities_ends_early_and_the_next_one_goes_on()
    {
        for (var i = 0; i < Many; i++)
        {
            await fixture.Db.Entities.CreateAsync("large", Large, $"large/{i}");
        }

        // A page that ends early leaves its connection in order: as many as there are in the pool, and more.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PagesAsync("/v1/entities?type=large&limit=1000&orderBy=-text")));
        var (first, second) = await PagesAsync("/v1/entities?type=large&limit=1000");
        Assert.Equal((Many - 1, 1), (first.Length, second.Length));
        Assert.Equal(Many, first.Concat(second).Select(item => item.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Answer_without_pages_that_would_be_too_large_is_refused_and_a_smaller_one_given()
    {
        const int TooMany = 17;
        for (var i = 0; i < TooMany; i++)
        {
            await fixture.Db.Entities.CreateAsync("huge", Large, $"huge/{i}");
        }

        var all = string.Join(',', Enumerable.Range(0, TooMany).Select(i => $"\"huge/{i}\""));
        (await Call.Post("/v1/entities/get-many", $$"""{"ids":[{{all}}]}""").SendAsync(fixture.Http)).ExpectProblem(413, ErrorCodes.BodyTooLarge);
        (await Call.Post("/v1/query", """{"from":"huge","limit":1000}""").SendAsync(fixture.Http)).ExpectProblem(413, ErrorCodes.BodyTooLarge);
        Assert.Equal(2, (await Call.Post("/v1/query", """{"from":"huge","limit":2}""").SendAsync(fixture.Http)).Expect(200).GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await Call.Post("/v1/entities/get-many", """{"ids":["huge/3"]}""").SendAsync(fixture.Http)).Expect(200).GetProperty("items").GetArrayLength());
    }

    private async Task<(JsonElement[] First, JsonElement[] Second)> PagesAsync(string path)
    {
        var first = (await Call.Get(path).With("Prefer", "count=exact").SendAsync(fixture.Http)).Expect(200);
        var second = (await Call.Get($"{path}&after={Uri.EscapeDataString(first.GetProperty("next").GetString()!)}").SendAsync(fixture.Http)).Expect(200);
        Assert.False(second.TryGetProperty("next", out _));
        return ([.. first.GetProperty("items").EnumerateArray()], [.. second.GetProperty("items").EnumerateArray()]);
    }
}
