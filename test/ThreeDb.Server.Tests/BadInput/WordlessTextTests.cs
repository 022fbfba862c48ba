namespace ThreeDb.Server.Tests;

/// <summary>Texts without a word, which have no direction in the space of meanings.</summary>
public sealed class WordlessTextTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Search_by_meaning_with_or_among_wordless_texts_finds_only_what_has_words()
    {
        await fixture.Db.WriteAsync(
        [
            new CreateEntity("remark", Json.Of("""{"text":"!?"}""")) { Id = "wordless" },
            new CreateEntity("remark", Json.Of("""{"text":"red apples"}""")) { Id = "fruit" },
            new CreateEntity("remark", Json.Of("""{"text":"green apples"}""")) { Id = "emptied" },
        ]);
        await fixture.Db.Entities.ReplaceAsync("emptied", Json.Of("""{"text":"…"}"""));
        Assert.Equal(["fruit"], await IdsAsync("/v1/near?text=apples"));
        Assert.Empty(await IdsAsync("/v1/near?text=%21%3F"));
        Assert.Empty(await IdsAsync("/v1/entities/wordless/similar"));
        Assert.Empty(await IdsAsync("/v1/entities/fruit/similar"));
    }

    private async Task<List<string?>> IdsAsync(string path) => [.. (await Call.Get(path).SendAsync(fixture.Http)).Expect(200)
        .GetProperty("items").EnumerateArray().Select(hit => hit.GetProperty("entity").GetProperty("id").GetString())];
}
