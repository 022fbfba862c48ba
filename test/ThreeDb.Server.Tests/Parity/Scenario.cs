using System.Text.Json;

namespace ThreeDb.Server.Tests;

/// <summary>A script over <see cref="IThreeDb"/> that touches everything, and what it saw, in words.</summary>
internal sealed class Scenario(IThreeDb db)
{
    private readonly List<string> _seen = [];

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        await TypesAsync();
        await EntitiesAsync();
        await RelationsAsync();
        _seen.AddRange(await new GraphScenario(db).RunAsync());
        await HistoryAsync();
        await QueriesAsync();
        await WritesAsync();
        return _seen;
    }

    private async Task TypesAsync()
    {
        var definition = new EntityTypeDefinition
        {
            Title = "title", Text = ["body"], Relations = [new DerivedRelation { Field = "tags[]", Relation = "HAS_TAG", To = "tag", Create = true }],
            Schema = Json.Of("""{"properties":{"price":{"type":"number"}}}"""),
        };
        await SeeAsync("type put", async () => (await db.Types.PutAsync("article", definition)).Name);
        await SeeAsync("type get", async () => (await db.Types.GetAsync("article"))?.Definition);
        await SeeAsync("type none", async () => await db.Types.GetAsync("nothing"));
        await SeeAsync("type delete", async () => await db.Types.DeleteAsync("nothing"));
        await SeeAsync("type wrong", async () => await db.Types.PutAsync("wrong", new EntityTypeDefinition { Language = "klingon" }));
        await SeeAsync("type misnamed", async () => await db.Types.GetAsync("a b"));
    }

    private async Task EntitiesAsync()
    {
        foreach (var (id, data) in new[] { ("one", """{"title":"red apples","body":"fresh fruit","price":3,"tags":["food"]}"""), ("two", """{"title":"green pears","price":5,"tags":["food","sale"]}"""), ("odd/ %😀", """{"title":"odd"}""") })
        {
            await SeeAsync("create", async () => await db.Entities.CreateAsync("article", Json.Of(data), id));
        }

        await SeeAsync("create again", async () => await db.Entities.CreateAsync("article", Json.Of("{}"), "one"));
        await SeeAsync("create merge", async () => await db.Entities.CreateAsync("article", Json.Of("""{"price":4}"""), "one", new CreateOptions { OnConflict = ConflictPolicy.Merge }));
        await SeeAsync("create array", async () => await db.Entities.CreateAsync("article", Json.Of("[]")));
        await SeeAsync("create violating", async () => await db.Entities.CreateAsync("article", Json.Of("""{"price":"dear"}"""), "three"));
        await SeeAsync("get", async () => await db.Entities.GetAsync("odd/ %😀"));
        await SeeAsync("get none", async () => await db.Entities.GetAsync("none"));
        await SeeAsync("get empty", async () => await db.Entities.GetAsync(""));
        await SeeAsync("get dots", async () => await db.Entities.GetAsync(".."));
        await SeeAsync("get long", async () => await db.Entities.GetAsync(new string('x', 201)));
        await SeeAsync("get many", async () => await db.Entities.GetManyAsync(["two", "none", "one", "two"]));
        await SeeAsync("replace", async () => await db.Entities.ReplaceAsync("two", Json.Of("""{"title":"green pears","price":6,"tags":["food"]}"""), new ChangeOptions { IfVersion = 1 }));
        await SeeAsync("replace stale", async () => await db.Entities.ReplaceAsync("two", Json.Of("{}"), new ChangeOptions { IfVersion = 1 }));
        await SeeAsync("replace none", async () => await db.Entities.ReplaceAsync("none", Json.Of("{}")));
        await SeeAsync("merge", async () => await db.Entities.MergeAsync("two", Json.Of("""{"price":null}"""), new ChangeOptions { IdempotencyKey = "m" }));
        await SeeAsync("merge other", async () => await db.Entities.MergeAsync("two", Json.Of("""{"price":1}"""), new ChangeOptions { IdempotencyKey = "m" }));
        await SeeAsync("patch", async () => await db.Entities.PatchAsync("two", JsonPatch.Parse(Json.Of("""[{"op":"add","path":"/price","value":7}]"""))));
        await SeeAsync("patch failing", async () => await db.Entities.PatchAsync("two", JsonPatch.Parse(Json.Of("""[{"op":"test","path":"/price","value":8}]"""))));
        await SeeAsync("list", async () => await db.Entities.ListAsync(new ListRequest { Type = "article", OrderBy = [new SortKey("price", Descending: true)], Count = CountMode.Exact, Select = ["title"] }));
        await SeeAsync("list where", async () => await db.Entities.ListAsync(new ListRequest { Where = Filter.Parse(Json.Of("""{"price":{"gte":4},"not":{"title":{"prefix":"green"}}}""")) }));
        await SeeAsync("list limit", async () => await db.Entities.ListAsync(new ListRequest { Limit = 5000 }));
        await SeeAsync("list cursor", async () => await db.Entities.ListAsync(new ListRequest { After = "wrong" }));
    }

    private async Task RelationsAsync()
    {
        await SeeAsync("relate", async () => await db.Relations.RelateAsync(new Relate("one", "LIKE", "two") { Weight = 0.5, Data = Json.Of("""{"why":"fruit"}"""), ValidFrom = DateTimeOffset.UnixEpoch }));
        await SeeAsync("relate stub", async () => await db.Relations.RelateAsync(new Relate("two", "LIKE", "later")));
        await SeeAsync("relate derived", async () => await db.Relations.RelateAsync(new Relate("one", "HAS_TAG", "food") { Key = "@tags[]" }));
        await SeeAsync("relate misnamed", async () => await db.Relations.RelateAsync(new Relate("one", "a b", "food")));
        await SeeAsync("unrelate none", async () => await db.Relations.UnrelateAsync(new Unrelate("one", "HATE", "two")));
        await SeeAsync("relations", async () => await db.Relations.ListAsync(new RelationRequest("one") { Direction = Direction.Out, Limit = 2 }));
        await SeeAsync("relations all", async () => (await db.Relations.ListAsync(new RelationRequest { Types = ["LIKE"] })).Items);
        await SeeAsync("neighbors", async () => await db.Graph.NeighborsAsync("one", new Traversal { Via = ["LIKE"] }));
        await SeeAsync("network", async () => await db.Graph.NetworkAsync("one", new Traversal { Depth = 3 }));
        await SeeAsync("network deep", async () => await db.Graph.NetworkAsync("one", new Traversal { Depth = 300 }));
        await SeeAsync("path", async () => await db.Graph.ShortestPathAsync("one", "two"));
        await SeeAsync("path none", async () => await db.Graph.ShortestPathAsync("one", "odd/ %😀"));
        await SeeAsync("path nowhere", async () => await db.Graph.ShortestPathAsync("one", "none"));
        await SeeAsync("impact", async () => await db.Graph.ImpactAsync("two"));
    }

    private async Task HistoryAsync()
    {
        await SeeAsync("delete", async () => await db.Entities.DeleteAsync("one"));
        await SeeAsync("delete again", async () => await db.Entities.DeleteAsync("one"));
        await SeeAsync("history", async () => (await db.History.ListAsync("one")).Items.Select(item => (item.Version, item.Operation, item.Actor).ToString()));
        await SeeAsync("history none", async () => await db.History.ListAsync("none"));
        await SeeAsync("version", async () => (await db.History.GetAsync("one", 1)).Data);
        await SeeAsync("version none", async () => await db.History.GetAsync("one", 9));
        await SeeAsync("diff", async () => (await db.History.DiffAsync("one", 1, 2)).ToJson());
        await SeeAsync("as of", async () => await db.History.AsOfAsync("one", DateTimeOffset.UnixEpoch));
        await SeeAsync("restore", async () => await db.History.RestoreAsync("one", options: new ChangeOptions { IfVersion = 4, IdempotencyKey = "restore" }));
        await SeeAsync("restore again", async () => await db.History.RestoreAsync("one", options: new ChangeOptions { IfVersion = 4, IdempotencyKey = "restore" }));
        await SeeAsync("restore stale", async () => await db.History.RestoreAsync("one", options: new ChangeOptions { IfVersion = 4 }));
        await SeeAsync("restore none", async () => await db.History.RestoreAsync("none"));
        await SeeAsync("relations restored", async () => (await db.Relations.ListAsync(new RelationRequest("one"))).Items);
    }

    private async Task QueriesAsync()
    {
        await SeeAsync("search", async () => await db.SearchAsync("apples", "article"));
        await SeeAsync("near", async () => (await db.NearAsync("red apples")).Select(hit => hit.Entity.Id));
        await SeeAsync("similar", async () => (await db.SimilarAsync("one")).Select(hit => hit.Entity.Id));
        await SeeAsync("query", async () => await db.QueryAsync(new Query { From = "article", Graph = new GraphLeg { From = "one", MaxDepth = 3 }, Text = new TextLeg { Query = "pears" }, Select = ["title"] }));
        await SeeAsync("analysis saved", async () => (await db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.PageRank, SaveAs = "importance" })).Saved > 0);
        await SeeAsync("query boosted", async () => await db.QueryAsync(new Query { Text = new TextLeg { Query = "apples or pears" }, Boost = new Dictionary<string, double> { ["importance"] = 0.5 }, Select = ["title", "$score.importance"] }));
        await SeeAsync("query boosted wrong", async () => await db.QueryAsync(new Query { Boost = new Dictionary<string, double> { ["a b"] = 0 } }));
        await SeeAsync("list by score", async () => await db.Entities.ListAsync(new ListRequest
        {
            OrderBy = [new SortKey("$score.importance", Descending: true)], Where = Filter.Field("$score.importance", FilterOperator.Exists, true), Select = ["title", "$score.importance"], Limit = 3,
        }));
        await SeeAsync("query wrong", async () => await db.QueryAsync(new Query { Limit = 0, Near = new NearLeg() }));
        await SeeAsync("query vector", async () => await db.QueryAsync(new Query { Near = new NearLeg { Vector = [1, 2] } }));
    }

    private async Task WritesAsync()
    {
        await SeeAsync("tx", async () => (await db.WriteAsync([new CreateEntity("note", Json.Of("{}")) { Id = "n" }, new Relate("n", "ON", "one"), new DeleteEntity("two")])).Results);
        await SeeAsync("tx failing", async () => await db.WriteAsync([new CreateEntity("note", Json.Of("{}")) { Id = "m" }, new DeleteEntity("none")]));
        await SeeAsync("tx empty", async () => await db.WriteAsync([]));
        Mutation[] mixed = [new CreateEntity("note", Json.Of("{}")) { Id = "b1" }, new DeleteEntity("none"), new CreateEntity("note", Json.Of("{}")) { Id = "b2" }];
        await SeeAsync("bulk", async () => Words(await db.BulkAsync(mixed.ToAsyncEnumerable())));
        await SeeAsync("bulk atomic", async () => Words(await db.BulkAsync(mixed.ToAsyncEnumerable(), new BulkOptions { Atomic = true })));
        await SeeAsync("types", async () => (await db.Types.ListAsync()).Select(type => (type.Name, type.Entities).ToString()));
    }

    private static object Words(BulkSummary summary) => new
    {
        summary.Items, summary.Created, summary.Updated, summary.Unchanged, summary.Deleted, summary.Failed, summary.RolledBack,
        Errors = summary.Errors.Select(error => $"{error.Line} {error.Error.Code} {error.Error.Message}"),
    };

    private async Task SeeAsync<T>(string step, Func<Task<T>> run)
    {
        try
        {
            _seen.Add($"{step}: {JsonSerializer.Serialize(await run(), ThreeDbJson.Options)}");
        }
        catch (ThreeDbException e)
        {
            _seen.Add($"{step}: {e.Code}");
        }
    }
}
