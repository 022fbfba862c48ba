namespace ThreeDb.Postgres.Tests;

public sealed class SimilarTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Similar_finds_entities_of_its_type_nearest_first_without_itself()
    {
        await fixture.Db.WriteAsync(
        [
            new CreateEntity("drink", Json.Of("""{"title":"green tea from Japan"}""")) { Id = "sencha" },
            new CreateEntity("drink", Json.Of("""{"title":"green tea from China"}""")) { Id = "longjing" },
            new CreateEntity("drink", Json.Of("""{"title":"strong coffee"}""")) { Id = "espresso" },
            new CreateEntity("book", Json.Of("""{"title":"green tea from Japan"}""")) { Id = "book" },
        ]);
        var hits = await fixture.Db.SimilarAsync("sencha");
        Assert.Equal(["longjing", "espresso"], hits.Select(hit => hit.Entity.Id));
        Assert.True(hits[0].Score > hits[1].Score);
    }

    [Fact]
    public async Task Similar_to_an_entity_without_text_finds_nothing()
    {
        await fixture.Db.WriteAsync([new CreateEntity("silence", Json.Of("""{"level":0}""")) { Id = "silence" }]);
        Assert.Empty(await fixture.Db.SimilarAsync("silence"));
    }

    [Fact]
    public async Task Similar_to_nobody_is_refused() =>
        Assert.Equal(ErrorCodes.EntityNotFound, (await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Db.SimilarAsync("nobody"))).Code);
}
