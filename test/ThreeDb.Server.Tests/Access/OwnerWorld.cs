namespace ThreeDb.Server.Tests;

/// <summary>What the owner has, and strangers must not notice: every text of it holds the word "canary".</summary>
internal static class OwnerWorld
{
    /// <summary>The projection. Strangers name it when they ask for it, so that its name is no secret.</summary>
    public const string Projection = "birds";

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
        await db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Degree, SaveAs = "birdrank" });
    }

    /// <summary>A copy in another engine, one of whose keys is parked.</summary>
    public static async Task ProjectAsync(ThreeDb.TenantDb db, MemoryEngine memory)
    {
        var patience = TimeSpan.FromSeconds(60);
        memory.Place("default", Projection).Faults.RejectFields = fields => fields.Any(field => field.Value.ToString() == "canary gamma");
        var rules = new SyncRules { Types = new Dictionary<string, TypeRule> { ["canary"] = new() { Include = false }, ["*"] = new() } };
        await db.Sync.PutAsync(Projection, new ProjectionDefinition { Kind = "memory", Rules = rules });
        Assert.Equal(ProjectionState.Live, (await db.Sync.LiveAsync(Projection, patience)).State);
        Assert.Single(await db.Sync.DeadLettersAsync(Projection));
    }
}
