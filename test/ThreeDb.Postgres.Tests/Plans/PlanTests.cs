using System.Text.Json;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Postgres.Tests;

/// <summary>Among many small tenants, what goes to a key of a large one costs what the key costs: no statement reads a whole tenant that did not ask for all of it.</summary>
public sealed class PlanTests(CrowdFixture fixture) : IClassFixture<CrowdFixture>
{
    // What counts or copies a whole graph.
    private static readonly string[] OfAll = ["copy (select", "with detail as ("];

    [Fact]
    public async Task Writes_and_reads_go_to_keys()
    {
        await WorkAsync();
        await using var admin = await Sql.AdminAsync(fixture.Database);
        var large = (await admin.ColumnAsync<string>("select relname::text from pg_class where relnamespace = 'threedb'::regnamespace and relkind = 'r' and reltuples > 10000")).ToHashSet();
        var columns = (await admin.RowsAsync("""
            select c.relname::text, array_agg(a.attname::text order by k.n) from pg_index i join pg_class c on c.oid = i.indexrelid
            cross join lateral unnest(i.indkey) with ordinality k(attnum, n) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
            join pg_class t on t.oid = i.indrelid
            where c.relnamespace = 'threedb'::regnamespace and c.relname <> 'entity_text_words' and t.reltuples > 10000 group by 1
            """)).ToDictionary(row => (string)row[0]!, row => (string[])row[1]!);
        var plans = fixture.Log.Plans.Select(plan => (Text: plan.GetProperty("Query Text").GetString()!, Plan: plan.GetProperty("Plan"))).ToList();
        Assert.True(plans.Count > 1000 && large.Count >= 5, $"{plans.Count} plans of {large.Count} large tables");
        var wide = string.Join("\n\n", plans.Where(one => !OfAll.Any(start => one.Text.StartsWith(start, StringComparison.Ordinal)))
            .SelectMany(one => WideScans(one.Plan, large, columns), (one, scan) => $"{scan}\n{one.Text}").Distinct());
        Assert.True(wide.Length == 0, wide);
    }

    // Scans of a large table, or of its index without the second column: the first is the tenant, and backwards its last row is one step. And loops that compare
    // all entities with all of something.
    private static IEnumerable<string> WideScans(JsonElement node, HashSet<string> large, Dictionary<string, string[]> columns)
    {
        string Text(string name) => node.TryGetProperty(name, out var value) ? value.GetString()! : "";
        var (table, index, condition) = (Text("Relation Name"), Text("Index Name"), Text("Index Cond").Replace("tenant_id", "", StringComparison.Ordinal));
        if (Text("Node Type") == "Seq Scan" && large.Contains(table))
        {
            yield return $"all of {table}";
        }
        else if (columns.TryGetValue(index, out var of) && of is ["tenant_id", var second, ..] && !condition.Contains(second, StringComparison.Ordinal) && Text("Scan Direction") != "Backward")
        {
            yield return $"{index}: {condition}";
        }

        else if (Text("Join Filter").Contains(".seq", StringComparison.Ordinal) && node.GetProperty("Plans")[1].GetProperty("Node Type").GetString() is "CTE Scan" or "Function Scan" or "Materialize")
        {
            yield return $"each with each: {Text("Join Filter")}";
        }

        foreach (var wide in node.TryGetProperty("Plans", out var below) ? below.EnumerateArray().SelectMany(inner => WideScans(inner, large, columns)) : [])
        {
            yield return wide;
        }
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
            await db.Relations.UnrelateAsync(new Unrelate(one, "KNOWS", other));
            await db.BulkAsync(new Mutation[] { new MergeEntity(one, Json.Of(new { bulk = i })), new Relate(one, "BULK", other), new CreateEntity("made", Json.Of(new { by = other })) }.ToAsyncEnumerable(), new BulkOptions { Atomic = i % 2 == 0 });
            await db.Entities.DeleteAsync(other);
            await db.History.RestoreAsync(other);
            await db.Entities.GetAsync(one);
            await db.Entities.GetManyAsync([one, other]);
            await db.Entities.ListAsync(new ListRequest { Type = "x", Limit = 10 });
            await db.Relations.ListAsync(new RelationRequest(one));
            await db.History.ListAsync(one);
            await db.History.GetAsync(one, 1);
            await db.History.AsOfAsync(one, DateTimeOffset.UtcNow);
            await db.Graph.NeighborsAsync(one);
            await db.Graph.NetworkAsync(one, new Traversal { Depth = 2 });
            await db.Graph.ShortestPathAsync(one, CrowdFixture.Id(i * 7 + 1));
            await db.Graph.AmongAsync([one, other]);
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
            await inMemory.Graph.SimilarAsync(CrowdFixture.Id(i));
        }

        await inMemory.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Degree, SaveAs = "degree" });
        await db.Entities.ListAsync(new ListRequest { Type = "x", OrderBy = [new SortKey("$score.degree", true)], Limit = 10 });
        await db.Sync.ReconcileAsync("copy");
        await Until.ExpectedAsync(() => db.Sync.GetAsync("copy"), status => status.State == ProjectionState.Live && status.Unfinished.Count == 0, TimeSpan.FromMinutes(3));
    }
}
