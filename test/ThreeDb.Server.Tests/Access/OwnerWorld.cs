namespace ThreeDb.Server.Tests;

/// <summary>What the owner has, and strangers must not notice: every text of it holds the word "canary".</summary>
internal static class OwnerWorld
{
    /// <summary>Enough entities that statistics of the table show them.</summary>
    private const int Crowd = 3000;

    public static async Task MakeAsync(ThreeDb.TenantDb db)
    {
        await db.Types.PutAsync("book", new EntityTypeDefinition
        {
            Title = "title",
            Text = ["canaryText"],
            Relations = [new DerivedRelation { Field = "author", Relation = "CANARY_BY", To = "person", Create = true }],
        });
        var crowd = Enumerable.Range(0, Crowd).Select(i => (Mutation)new CreateEntity("book", Json.Of($$"""{"title":"canary {{i}}"}""")) { Id = $"crowd-{i}" });
        await db.WriteAsync([.. crowd]);
        await db.WriteAsync(
        [
            new CreateEntity("book", Json.Of("""{"title":"canary alpha","canaryText":"sings","price":4,"author":"ada"}""")) { Id = "alpha" },
            new CreateEntity("book", Json.Of("""{"title":"canary beta","price":9}""")) { Id = "beta", Project = "canaries" },
            new CreateEntity("note", Json.Of("""{"text":"canary gamma"}""")) { Id = "gamma" },
            new CreateEntity("note", Json.Of("""{"text":"canary gone"}""")) { Id = "gone" },
            new Relate("alpha", "CITES", "beta") { Data = Json.Of("""{"why":"canary"}""") },
            new Relate("alpha", "CITES", "stub"),
        ]);
        await db.Entities.CreateAsync("note", Json.Of("""{"text":"canary"}"""), "idem", new CreateOptions { IdempotencyKey = "owners-key" });
        await db.Entities.MergeAsync("alpha", Json.Of("""{"price":5}"""));
        await db.Entities.DeleteAsync("gone");
    }
}
