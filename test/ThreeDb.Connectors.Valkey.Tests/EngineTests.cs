using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Valkey.Tests;

/// <summary>An engine with a cache, and another one on the same database, as another process would have.</summary>
public sealed class CachedEngineFixture : EngineFixture
{
    protected override IReadOnlyList<IProjectionFactory> Connectors => [new ValkeyProjectionFactory()];

    public ThreeDbEngine Second { get; private set; } = null!;

    public string Url { get; private set; } = "";

    public string Projection { get; } = "cache" + Guid.NewGuid().ToString("N")[..8];

    public override async ValueTask InitializeAsync()
    {
        Url = (await EngineServer.SharedAsync(ValkeyEngine.Instance)).Url;
        await base.InitializeAsync();
        Second = await OpenAsync(options => options.RunProjections = false, new ValkeyProjectionFactory());
        await Db.Sync.PutAsync(Projection, new ProjectionDefinition { Kind = "valkey", Settings = Json.Of($$"""{"url": "{{Url}}", "patience": 30, "commandTimeout": 60}""") });
    }

    public override async ValueTask DisposeAsync()
    {
        await Second.DisposeAsync();
        await base.DisposeAsync();
    }
}

public sealed class EngineTests(CachedEngineFixture fixture) : IClassFixture<CachedEngineFixture>
{
    private TenantDb Db => fixture.Db;

    [Fact]
    public async Task Entities_and_queries_come_to_lie_in_the_cache()
    {
        await Db.Entities.CreateAsync("thing", new { value = "1" }, "cached");
        var query = new Query { From = "thing", Where = Filter.Parse("""{"value": "1"}""") };
        await KeptAsync(":e:cached", async () => Assert.Equal("1", Value(await Db.Entities.GetAsync("cached"))));
        await KeptAsync(":q:", async () => Assert.Contains((await Db.QueryAsync(query)).Items, hit => hit.Entity.Id == "cached"));
    }

    [Fact]
    public async Task Reads_are_counted_by_what_became_of_them()
    {
        using var counts = new CacheCounts();
        await Db.Entities.CreateAsync("counted", new { value = "1" }, "counted");
        await counts.UntilHitAsync("entity", () => Db.Entities.GetAsync("counted"));
        Assert.True(counts["entity", "miss"] + counts["entity", "bypass"] > 0);
        var (hits, misses, bypassed) = (counts["entity", "hit"], counts["entity", "miss"], counts["entity", "bypass"]);
        await Db.Entities.GetManyAsync(["counted", "counted-not"]);
        Assert.Equal((hits + 1, misses, bypassed), (counts["entity", "hit"], counts["entity", "miss"], counts["entity", "bypass"]));
        await counts.UntilHitAsync("query", () => Db.QueryAsync(new Query { From = "counted" }));
        bypassed = counts["query", "bypass"];
        await Db.QueryAsync(new Query { From = "counted", Explain = true });
        Assert.Equal(bypassed + 1, counts["query", "bypass"]);
    }

    [Fact]
    public async Task Changes_of_an_eventual_type_are_not_gathered_in_a_cache()
    {
        await Db.Types.PutAsync("lazy", new EntityTypeDefinition { Consistency = Consistency.Eventual });
        var name = "lazy" + Guid.NewGuid().ToString("N")[..8];
        var rules = new SyncRules { Types = new Dictionary<string, TypeRule> { ["lazy"] = new(), ["slow"] = new() { Interval = 1 } } };
        await Db.Sync.PutAsync(name, new ProjectionDefinition { Kind = "valkey", Settings = Json.Of($$"""{"url": "{{fixture.Url}}"}"""), Rules = rules });
        var status = await Db.Sync.LiveAsync(name, TimeSpan.FromSeconds(60));
        Assert.Equal([new GatheredType("slow", 1, "rule")], status.Gathered);
        await Db.Sync.DeleteAsync(name);
    }

    [Fact]
    public async Task Own_writes_are_read_at_once_and_those_of_others_by_their_position()
    {
        var other = await fixture.Second.ForAsync();
        await Db.Entities.CreateAsync("thing", new { value = "0" }, "mine");
        await KeptAsync(":e:mine", async () => await Db.Entities.GetAsync("mine"));
        for (var i = 1; i <= 100; i++)
        {
            var written = await Db.Entities.ReplaceAsync("mine", new { value = $"{i}" });
            Assert.Equal($"{i}", Value(await Db.Entities.GetAsync("mine")));
            Assert.Equal($"{i}", Value((await Db.Entities.GetManyAsync(["mine"]))[0]));
            Assert.Equal($"{i}", Value(await other.AtLeast(written.Position).Entities.GetAsync("mine")));
            Assert.Contains((await Db.QueryAsync(new Query { From = "thing", Where = Filter.Parse($$"""{"value": "{{i}}"}""") })).Items, hit => hit.Entity.Id == "mine");
            if (i % 3 == 0)
            {
                await other.Entities.GetAsync("mine");
            }
        }

        await Db.Entities.DeleteAsync("mine");
        Assert.Null(await Db.Entities.GetAsync("mine"));
    }

    [Fact]
    public async Task Bulk_loads_and_transactions_are_read_at_once()
    {
        await Db.Entities.CreateAsync("thing", new { value = "0" }, "loaded");
        await KeptAsync(":e:loaded", async () => await Db.Entities.GetAsync("loaded"));
        for (var i = 1; i <= 10; i++)
        {
            await Db.BulkAsync(new Mutation[] { new ReplaceEntity("loaded", Json.Of(new { value = $"b{i}" })) }.ToAsyncEnumerable());
            Assert.Equal($"b{i}", Value(await Db.Entities.GetAsync("loaded")));
            await Db.WriteAsync([new MergeEntity("loaded", Json.Of(new { value = $"t{i}" }))]);
            Assert.Equal($"t{i}", Value(await Db.Entities.GetAsync("loaded")));
        }
    }

    [Fact]
    public async Task Relations_change_the_answers_that_depend_on_them()
    {
        await Db.Entities.CreateAsync("node", new { name = "a" }, "node/a");
        await Db.Entities.CreateAsync("node", new { name = "b" }, "node/b");
        var query = new Query { From = "node", Graph = new GraphLeg { From = "node/a", Via = ["LINKS"], MaxDepth = 1 } };
        for (var i = 0; i < 10; i++)
        {
            Assert.Empty((await Db.QueryAsync(query)).Items);
            await Db.Relations.RelateAsync(new Relate("node/a", "LINKS", "node/b"));
            Assert.Equal("node/b", Assert.Single((await Db.QueryAsync(query)).Items).Entity.Id);
            await Db.Relations.UnrelateAsync(new Unrelate("node/a", "LINKS", "node/b"));
        }
    }

    [Fact]
    public async Task Query_that_is_walked_in_memory_is_not_answered_from_the_cache()
    {
        await Db.Entities.CreateAsync("node", new { name = "c" }, "node/c");
        var query = new Query { From = "node", Graph = new GraphLeg { From = "node/c", Via = ["FOLLOWS"], MaxDepth = 1 } };
        using var counts = new CacheCounts();
        await counts.UntilHitAsync("query", () => Db.QueryAsync(new Query { From = "node" }));
        await Until.TrueAsync(
            async () => (await Db.QueryAsync(query with { Explain = true })).Explanation!.Steps.Any(step => step.Detail.Contains("in memory", StringComparison.Ordinal)), TimeSpan.FromSeconds(60));
        var (hits, bypassed) = (counts["query", "hit"], counts["query", "bypass"]);
        for (var i = 0; i < 3; i++)
        {
            await Db.QueryAsync(query);
        }

        Assert.Equal((hits, bypassed + 3), (counts["query", "hit"], counts["query", "bypass"]));
    }

    [Fact]
    public async Task Words_that_are_derived_anew_are_found_when_they_are_there()
    {
        const int Many = 3000;
        await Db.Types.PutAsync("late", new EntityTypeDefinition { Text = ["nothing"] });
        await Db.BulkAsync(Enumerable.Range(0, Many).Select(i => (Mutation)new CreateEntity("late", Json.Of(new { words = "zebra", last = i == Many - 1 })) { Id = $"late/{i}" }).ToAsyncEnumerable());
        var query = new Query { From = "late", Text = new TextLeg { Query = "zebra" }, Where = Filter.Parse("""{"last": true}""") };
        using (var counts = new CacheCounts())
        {
            await counts.UntilHitAsync("query", () => Db.QueryAsync(query));
        }

        Assert.Empty((await Db.QueryAsync(query)).Items);
        await Db.Types.PutAsync("late", new EntityTypeDefinition { Text = ["words"] });
        await Until.TrueAsync(async () => (await Db.QueryAsync(query)).Items.Count == 1, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Type_whose_reads_are_immediate_is_never_kept()
    {
        await Db.Types.PutAsync("now", new EntityTypeDefinition { Consistency = Consistency.Immediate });
        await Db.Entities.CreateAsync("now", new { value = "1" }, "immediate");
        await Db.Entities.CreateAsync("thing", new { value = "1" }, "beside");
        await KeptAsync(":e:beside", async () =>
        {
            await Db.Entities.GetAsync("beside");
            Assert.Equal("1", Value(await Db.Entities.GetAsync("immediate")));
        });
        Assert.False(await HasAsync(":e:immediate"));
    }

    private static string? Value(Entity? entity) => entity?.Data.GetProperty("value").GetString();

    // A read puts its answer into the cache behind its back, once the projection is live.
    private async Task KeptAsync(string part, Func<Task> read)
    {
        await Until.TrueAsync(
            async () =>
            {
                await read();
                return await HasAsync(part);
            },
            TimeSpan.FromSeconds(120));
        await read();
    }

    private async Task<bool> HasAsync(string part)
    {
        await using var client = new RespClient(new RespOptions { Endpoint = RespEndpoint.Parse(fixture.Url), CommandTimeout = TimeSpan.FromMinutes(1) });
        var keys = await client.SendAsync("KEYS", [$"3db:{{default:{fixture.Projection}:*"], default);
        return keys.Items.ToArray().Any(key => key.AsText()!.Contains(part, StringComparison.Ordinal) && !key.AsText()!.EndsWith(":lock", StringComparison.Ordinal));
    }
}
