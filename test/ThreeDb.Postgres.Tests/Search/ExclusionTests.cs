namespace ThreeDb.Postgres.Tests;

public sealed class ExclusionTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Theory]
    [InlineData("tea")]
    [InlineData("tea -black")]
    [InlineData("-black tea -coffee")]
    public async Task Search_with_excluded_words_ranks_by_the_others(string words)
    {
        var type = fixture.Unique("drink");
        await fixture.Db.WriteAsync(
        [
            new CreateEntity(type, Json.Of("""{"title":"Cups","text":"One may drink tea from them, or water."}""")) { Id = type + "/cups" },
            new CreateEntity(type, Json.Of("""{"title":"Tea","text":"Tea from Japan."}""")) { Id = type + "/tea" },
        ]);
        var hits = await fixture.Db.SearchAsync(words, type);
        Assert.Equal([type + "/tea", type + "/cups"], hits.Select(hit => hit.Entity.Id));
        Assert.True(hits[0].Score > 1.1 * hits[1].Score && hits[1].Score > 0.001, $"{hits[0].Score} and {hits[1].Score}");
    }

    [Theory]
    [InlineData("{0}", 0)]
    [InlineData("{0} tea {0}", 1)]
    [InlineData("tea {0}black", 1)]
    [InlineData("\"tea {0}\" {0}", 1)]
    [InlineData("tea{0}coffee", 0)]
    public async Task Search_passes_over_a_drawn_line(string words, int found)
    {
        var type = fixture.Unique("line");
        await fixture.Db.Entities.CreateAsync(type, Json.Of("""{"title":"black tea"}"""));
        foreach (var line in (string[])["---", new string('-', 33), new string('-', 400), string.Concat(Enumerable.Repeat("- ", 150)).Trim()])
        {
            var text = words.Replace("{0}", line, StringComparison.Ordinal);
            Assert.True(found == (await fixture.Db.SearchAsync(text, type)).Count, text);
        }
    }

    [Fact]
    public async Task Search_with_excluded_words_does_not_find_them()
    {
        await fixture.Db.WriteAsync(
        [
            new CreateEntity("leaf", Json.Of("""{"title":"black tea"}""")) { Id = "leaf/black" },
            new CreateEntity("leaf", Json.Of("""{"title":"green tea"}""")) { Id = "leaf/green" },
        ]);
        Assert.Equal(["leaf/green"], (await fixture.Db.SearchAsync("tea -black", "leaf")).Select(hit => hit.Entity.Id));
        Assert.Equal(["leaf/green"], (await fixture.Db.SearchAsync("-black", "leaf")).Select(hit => hit.Entity.Id));
    }
}
