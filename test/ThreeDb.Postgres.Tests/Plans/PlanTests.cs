using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Postgres.Tests;

/// <summary>Among many small tenants, what goes to a key of a large one costs what the key costs: no statement reads a whole tenant that did not ask for all of it.</summary>
public sealed class PlanTests(CrowdFixture fixture) : IClassFixture<CrowdFixture>
{
    // What copies a graph, and what counts the entities of each analysis, type or score.
    private static readonly string[] OfAll = ["copy (select", "with detail as (", "with used as (", "with held as ("];

    private static readonly ErrorCode[] Refusals = [ErrorCodes.TooLargeForMemory, ErrorCodes.NotInMemory, ErrorCodes.NoOrder, ErrorCodes.ProjectionNotFound];

    [Fact]
    public async Task Writes_and_reads_go_to_keys()
    {
        await WorkAsync();
        await using var admin = await Sql.AdminAsync(fixture.Database);
        var scans = await PlanScans.OfAsync(admin);
        var plans = fixture.Plans.Select(plan => (Text: plan.GetProperty("Query Text").GetString()!, Plan: plan.GetProperty("Plan"))).ToList();
        Assert.True(plans.Count > 1000 && scans.LargeTables >= 5, $"{plans.Count} plans of {scans.LargeTables} large tables");
        var wide = string.Join("\n\n", plans.Where(one => !OfAll.Any(start => one.Text.StartsWith(start, StringComparison.Ordinal)))
            .SelectMany(one => scans.Wide(one.Plan), (one, scan) => $"{scan}\n{one.Text}").Distinct());
        Assert.True(wide.Length == 0, wide);
    }

    private async Task WorkAsync()
    {
        var db = fixture.Db;
        await db.Types.PutAsync("made", new EntityTypeDefinition { Relations = [new DerivedRelation { Field = "by", Relation = "MADE_BY", To = "x" }] });
        await db.Sync.PutAsync("copy", new ProjectionDefinition { Kind = "memory", Rules = new SyncRules { ReconcileAt = "never" } });
        await Until.ExpectedAsync(() => db.Sync.GetAsync("copy"), status => status.State == ProjectionState.Live, TimeSpan.FromMinutes(3));
        for (var i = 0; i < 8; i++)
        {
            var (one, other, made) = (CrowdFixture.Id(i), CrowdFixture.Id(1000 + i), $"made/{i}");
            await db.Entities.CreateAsync("made", Json.Of(new { by = one, text = "some words" }), made);
            await db.Entities.ReplaceAsync(made, Json.Of(new { by = other }));
            await db.Entities.MergeAsync(one, Json.Of(new { more = i }));
            await db.Relations.RelateAsync(new Relate(one, "KNOWS", other));
            await db.Relations.RelateAsync(new Relate(one, "KNOWS", other) { Weight = 2 });
            await db.Entities.PatchAsync(one, JsonPatch.Parse(Json.Of("""[{"op": "add", "path": "/patched", "value": 1}]""")), new ChangeOptions { IdempotencyKey = $"patch {i}" });
            await db.Relations.UnrelateAsync(new Unrelate(one, "KNOWS", other));
            await db.BulkAsync(new Mutation[] { new MergeEntity(one, Json.Of(new { bulk = i })), new Relate(one, "BULK", other), new CreateEntity("made", Json.Of(new { by = other })) }.ToAsyncEnumerable(), new BulkOptions { Atomic = i % 2 == 0 });
            await db.Entities.DeleteAsync(other);
            await db.History.RestoreAsync(other);
            await db.Entities.ListAsync(new ListRequest { Type = "x", Limit = 10 });
            await db.Graph.NetworkAsync(one, new Traversal { Depth = 2 });
            await db.Graph.ShortestPathAsync(one, CrowdFixture.Id(i * 7 + 1));
            await ReadAsync(db, one);
            foreach (var mode in Enum.GetValues<LegMode>())
            {
                await db.QueryAsync(new Query { Text = new TextLeg { Query = $"w{i}", Mode = mode }, Graph = new GraphLeg { From = one, MaxDepth = 2, Mode = mode }, Limit = 5 });
                await db.QueryAsync(new Query { Text = new TextLeg { Query = $"w{i}", Mode = mode }, Near = new NearLeg { Entity = made, Mode = mode }, Limit = 5 });
                await db.QueryAsync(new Query { Text = new TextLeg { Query = $"w{i}", Mode = mode }, Boost = new Dictionary<string, double> { ["importance"] = 1 }, Limit = 5 });
            }
        }

        // What lies in memory follows the log, and asks for names and fields of what it finds.
        await using var second = await fixture.OpenAsync(options => options.MemoryBudget = 1 << 30);
        var inMemory = await second.ForAsync("default", "tester");
        for (var i = 0; i < 8; i++)
        {
            await inMemory.Graph.NetworkAsync(CrowdFixture.Id(i), new Traversal { Depth = 2 });
            await db.WriteAsync([new Relate(CrowdFixture.Id(i), "LATER", CrowdFixture.Id(i + 50)), new DeleteEntity($"made/{i}")]);
            await inMemory.Graph.ShortestPathAsync(CrowdFixture.Id(i), CrowdFixture.Id(i + 50));
            await ReadAsync(inMemory, CrowdFixture.Id(i));
        }

        await inMemory.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Degree, SaveAs = "degree" });
        await db.Entities.ListAsync(new ListRequest { Type = "x", OrderBy = [new SortKey("$score.degree", true)], Limit = 10 });
        await db.Sync.ReconcileAsync("copy");
        await Until.ExpectedAsync(() => db.Sync.GetAsync("copy"), status => status.State == ProjectionState.Live && status.Unfinished.Count == 0, TimeSpan.FromMinutes(3));
    }

    // Each read, whether or not it is one for a graph of this size.
    private static async Task ReadAsync(IThreeDb db, string id)
    {
        foreach (var (name, read) in EveryRead.All)
        {
            if (await Record.ExceptionAsync(() => read(db, id)) is { } e)
            {
                Assert.True(e is ThreeDbException known && Refusals.Contains(known.Code), $"{name}: {e}");
            }
        }
    }
}
