using ThreeDb.Changes;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>A projection can be rebuilt at any time, and a difference is found and repaired.</summary>
public sealed class RepairTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Fact]
    public async Task Comparison_finds_what_differs_and_nothing_else()
    {
        var (name, place) = await fixture.AddAsync();
        var ids = Enumerable.Range(0, 30).Select(_ => fixture.Unique("e/")).ToList();
        await fixture.Db.WriteAsync([.. ids.Select(id => SyncFixture.Put(id, Json.Of("""{"a": 1}""")))]);
        await fixture.Db.Relations.RelateAsync(new Relate(ids[0], "KNOWS", ids[1]));
        await fixture.EqualAsync(name, place);

        var rows = place.Entities.Where(entity => ids.Contains(entity.Id)).ToList();
        place.Tamper(rows[0].RowKey, null, null);
        place.Tamper(rows[1].RowKey, rows[1] with { Fields = [] }, null);
        place.Tamper(RowKey.Entity(4_000_000), rows[2] with { Seq = 4_000_000, Id = "ghost" }, null);
        var relation = place.Relations.Single(row => row.From == ids[0]);
        place.Tamper(relation.RowKey, null, relation with { Weight = 7 });
        await fixture.Db.Sync.ReconcileAsync(name);
        var status = await fixture.UntilAsync(name, now => !now.Unfinished.Contains("reconcile"));
        Assert.Equal((1, 1, 2), (status.LastReconcile!.Missing, status.LastReconcile.Orphans, status.LastReconcile.Differing));
        string[] expected = [$"missing {rows[0].Seq} ({rows[0].Id})", $"differing {rows[1].Seq} ({rows[1].Id})", $"differing {relation.RowKey} ({ids[0]} -[KNOWS]-> {ids[1]})", "orphan 4000000"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), status.LastReconcile.Examples.Order(StringComparer.Ordinal));
        await fixture.EqualAsync(name, place);
        Assert.Equal("request", (await fixture.Db.Sync.ReportsAsync(name))[0].Cause);
    }

    [Fact]
    public async Task Comparison_is_due_by_when_the_copy_was_begun_though_nobody_was_there_at_its_time()
    {
        var name = fixture.Unique("p");
        await fixture.Db.Sync.PutAsync(name, new ProjectionDefinition { Kind = "memory" });
        await fixture.ReachAsync(name, ProjectionState.Live);
        await fixture.EndLeadersAsync(() => fixture.Database.RunAsync(
            $"update threedb.projection set progress = jsonb_set(progress, '{{begunAt}}', '\"2020-01-01T00:00:00Z\"') where name = '{name}'"));
        await fixture.UntilAsync(name, status => status.LastReconcile?.Cause == "schedule");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rebuild_mends_everything(bool swappable)
    {
        var (name, _) = await fixture.AddAsync(swappable: swappable);
        var place = fixture.Memory.Place("default", name);
        var id = fixture.Unique("e/");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), id);
        await fixture.EqualAsync(name, place);
        var row = place.Entities.Single(entity => entity.Id == id);
        place.Tamper(row.RowKey, null, null);
        place.Tamper(RowKey.Entity(3), row with { Seq = 1_000_000, Id = "ghost" }, null);
        await fixture.Db.Sync.RebuildAsync(name);
        await fixture.UntilAsync(name, now => now.Unfinished.Count == 0);
        Assert.Single(place.Entities, entity => entity.Id == id);
        await fixture.EqualAsync(name, place);
    }

    [Theory]
    [InlineData("rebuild")]
    [InlineData("reconcile")]
    [InlineData("resume")]
    public async Task Constraint_that_somebody_dropped_is_made_again_before_anything_is_done(string what)
    {
        var (name, place) = await fixture.AddAsync();
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("e/"));
        await fixture.EqualAsync(name, place);
        await (what == "resume" ? fixture.PausedAsync(name) : Task.CompletedTask);
        place.DropConstraint();
        await (what == "rebuild" ? fixture.Db.Sync.RebuildAsync(name) : what == "reconcile" ? fixture.Db.Sync.ReconcileAsync(name) : fixture.Db.Sync.ResumeAsync(name));
        await place.UntilAsync(now => now.IsConstrained, SyncFixture.Patience);
        await fixture.ReachAsync(name, ProjectionState.Live);
        Assert.Equal(0, place.UnconstrainedBatches);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Changed_rules_change_what_is_there()
    {
        var (name, place) = await fixture.AddAsync();
        var (a, b) = (fixture.Unique("a/"), fixture.Unique("b/"));
        await fixture.Db.Entities.CreateAsync("person", Json.Of("""{"name": "Ada", "age": 36}"""), a);
        await fixture.Db.Entities.CreateAsync("robot", Json.Of("{}"), b);
        await fixture.Db.Relations.RelateAsync(new Relate(a, "OWNS", b));
        await fixture.EqualAsync(name, place);

        var rules = SyncFixture.Without("robot");
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition(rules));
        await fixture.ReachAsync(name, ProjectionState.Live);
        Assert.DoesNotContain(place.Entities, entity => entity.Id == b);
        Assert.DoesNotContain(place.Relations, relation => relation.To == b);

        rules = new SyncRules { Types = new Dictionary<string, TypeRule> { ["person"] = new() { Fields = ["name"], Rename = new Dictionary<string, string> { ["name"] = "title" } }, ["*"] = new() } };
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition(rules));
        await fixture.ReachAsync(name, ProjectionState.Live);
        Assert.Equal("title", Assert.Single(place.Entities.Single(entity => entity.Id == a).Fields).Key);
        Assert.Contains(place.Relations, relation => relation.To == b);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Relations_go_there_by_the_types_that_their_ends_have_now()
    {
        var secret = fixture.Unique("secret");
        var (name, place, x, y) = await fixture.AddWithStubsAsync(secret);

        // Stubs may be of any type, until they are of one that stays out.
        await fixture.Db.WriteAsync([new CreateEntity(secret, Json.Of("{}")) { Id = x }, new CreateEntity(secret, Json.Of("{}")) { Id = y }]);
        await place.UntilAsync(now => now.Relations.All(relation => relation.To != x && relation.From != y), SyncFixture.Patience);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Derived_degree_follows_relations()
    {
        var rules = new SyncRules { Types = new Dictionary<string, TypeRule> { ["*"] = new() { Derive = new Dictionary<string, DerivedProperty> { ["fans"] = DerivedProperty.InDegree } } } };
        var (name, place) = await fixture.AddAsync(rules);
        var star = fixture.Unique("star/");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), star);
        for (var i = 1; i <= 3; i++)
        {
            await fixture.Db.Relations.RelateAsync(new Relate(fixture.Unique("fan/"), "LIKES", star));
        }

        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == star && entity.Fields.Any(field => field is { Key: "fans" } && field.Value.GetInt32() == 3)), SyncFixture.Patience);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Saved_scores_come_with_the_next_write_or_comparison()
    {
        var rules = new SyncRules { Types = new Dictionary<string, TypeRule> { ["*"] = new() { Derive = new Dictionary<string, DerivedProperty> { ["group"] = DerivedProperty.Cluster, ["weight"] = DerivedProperty.Importance } } } };
        var (name, place) = await fixture.AddAsync(rules);
        var (written, compared) = (fixture.Unique("score/"), fixture.Unique("score/"));
        await fixture.Db.WriteAsync([SyncFixture.Put(written, Json.Of("{}")), SyncFixture.Put(compared, Json.Of("{}"))]);
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == written) && now.Entities.Any(entity => entity.Id == compared), SyncFixture.Patience);
        int[] seqs = [.. place.Entities.Where(entity => entity.Id == written || entity.Id == compared).Select(entity => (int)entity.Seq)];
        await fixture.Db.Session.SaveScoresAsync("cluster", seqs, [4, 4]);
        await fixture.Db.Session.SaveScoresAsync("importance", seqs, [0.5, 0.5]);

        await fixture.Db.WriteAsync([SyncFixture.Put(written, Json.Of("""{"n": 1}"""))]);
        await place.UntilAsync(now => Has(now, written), SyncFixture.Patience);
        await fixture.Db.Sync.ReconcileAsync(name);
        await place.UntilAsync(now => Has(now, compared), SyncFixture.Patience);
        await fixture.EqualAsync(name, place);

        static bool Has(MemoryPlace now, string id) => now.Entities.Single(entity => entity.Id == id).Fields is var fields
            && fields.Any(field => field is { Key: "group" } && field.Value.GetDouble() == 4) && fields.Any(field => field is { Key: "weight" } && field.Value.GetDouble() == 0.5);
    }

    [Fact]
    public async Task Rebuild_beside_a_live_feed_ends_equal()
    {
        var ids = Enumerable.Range(0, 3000).Select(_ => fixture.Unique("m/")).ToList();
        await fixture.Db.BulkAsync(ids.Select(id => SyncFixture.Put(id, Json.Of("{}"))).ToAsyncEnumerable());
        var name = fixture.Unique("p");
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            var random = new Random(5);
            while (!stop.IsCancellationRequested)
            {
                var id = ids[random.Next(ids.Count)];
                await (random.Next(4) switch
                {
                    0 => fixture.Db.Relations.RelateAsync(new Relate(id, "KNOWS", ids[random.Next(ids.Count)])),
                    1 => (Task)fixture.Db.WriteAsync([SyncFixture.Put(fixture.Unique("n/"), Json.Of("{}"))]),
                    _ => fixture.Db.WriteAsync([SyncFixture.Put(id, Json.Of(new { n = random.Next() }))]),
                });
            }
        });
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition());
        await fixture.ReachAsync(name, ProjectionState.Live);
        await fixture.Db.Sync.RebuildAsync(name);
        await fixture.UntilAsync(name, now => now.Unfinished.Count == 0);
        await stop.CancelAsync();
        await writing;
        await fixture.EqualAsync(name, fixture.Memory.Place("default", name));
    }
}
