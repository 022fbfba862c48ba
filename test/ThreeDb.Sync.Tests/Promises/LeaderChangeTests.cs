using Microsoft.Extensions.Logging.Abstractions;
using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>A leader that goes, at whatever point, leaves nothing undone, and what it still sends does no harm.</summary>
public sealed class LeaderChangeTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Fact]
    public async Task Batches_carry_the_epoch_of_their_leader()
    {
        var (name, place) = await fixture.AddAsync();
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        await fixture.EqualAsync(name, place);
        var status = await fixture.Db.Sync.GetAsync(name);
        Assert.All(place.Batches, batch => Assert.Equal(status.Epoch, batch.Fence.Epoch));
        Assert.Equal(place.Batches.Select(batch => batch.Fence).Order(), place.Batches.Select(batch => batch.Fence));
    }

    [Fact]
    public async Task Leader_that_goes_while_the_engine_is_away_loses_no_change()
    {
        var (name, place) = await fixture.AddAsync();
        await fixture.EqualAsync(name, place);
        place.Faults.IsDown = true;
        await fixture.Db.WriteAsync([.. Enumerable.Range(0, 30).Select(_ => SyncFixture.Put(fixture.Unique("away/"), Json.Of("{}")))]);
        var epoch = (await fixture.ReachAsync(name, ProjectionState.Stalled)).Epoch;
        await fixture.EndLeadersAsync();

        // Not before another leads: the old one notices its end within a second, and until then it may still apply.
        await fixture.UntilAsync(name, status => status.Epoch > epoch);
        place.Faults.IsDown = false;
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Leader_that_goes_while_changes_are_gathered_loses_none()
    {
        var rules = new SyncRules { Types = new Dictionary<string, TypeRule> { ["counter"] = new() { Interval = 5 }, ["*"] = new() } };
        var (name, place) = await fixture.AddAsync(rules);
        var id = fixture.Unique("gathered/");
        await fixture.Db.Entities.CreateAsync("counter", Json.Of("{}"), id);
        var marker = fixture.Unique("after/");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), marker);
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == marker), SyncFixture.Patience);
        await fixture.SavedAsync(name);
        await fixture.EndLeadersAsync();
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == id), SyncFixture.Patience);
    }

    [Fact]
    public async Task Leader_that_goes_in_the_middle_of_a_rebuild_is_followed_by_one_that_ends_it()
    {
        var (a, b) = (fixture.Unique("a/"), fixture.Unique("b/"));
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), a);
        await fixture.Db.Relations.RelateAsync(new Relate(a, "KNOWS", b));
        var name = fixture.Unique("p");
        var place = fixture.Memory.Place("default", name);
        var gate = place.Faults.BlockBatches(batch => batch?.Relations.Count > 0);
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition());
        await gate.Entered.WaitAsync(SyncFixture.Patience);
        place.Faults.Unblock();
        await fixture.EndLeadersAsync();
        await place.UntilAsync(now => now.Relations.Any(row => row.From == a && row.To == b), SyncFixture.Patience);
        gate.Open();
        await place.UntilAsync(now => now.Refusals > 0, SyncFixture.Patience);
        await fixture.ReachAsync(name, ProjectionState.Live);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Engine_that_is_emptied_with_its_leader_in_the_middle_of_the_first_building_is_built_from_its_beginning()
    {
        var (_, followed) = await fixture.AddAsync();
        var (a, b) = (fixture.Unique("a/"), fixture.Unique("b/"));
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), a);
        await fixture.Db.Relations.RelateAsync(new Relate(a, "KNOWS", b));

        // Once another one has them, the frontier has passed them: they come to the new one by its building only.
        await followed.UntilAsync(now => now.Relations.Any(row => row.From == a), SyncFixture.Patience);
        var name = fixture.Unique("p");
        var place = fixture.Memory.Place("default", name);
        var gate = place.Faults.BlockBatches(batch => batch is { IsFresh: true, Relations.Count: > 0 });
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition());
        await gate.Entered.WaitAsync(SyncFixture.Patience);

        // With the state is stored that the entities are done.
        await fixture.ReachAsync(name, ProjectionState.Stalled);
        place.Faults.Unblock();
        await fixture.EndLeadersAsync(() =>
        {
            place.Empty();
            return Task.CompletedTask;
        });
        await place.UntilAsync(now => now.Entities.Any(row => row.Id == a) && now.Relations.Any(row => row.From == a), SyncFixture.Patience);
        gate.Open();
        await fixture.ReachAsync(name, ProjectionState.Live);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Engine_that_is_emptied_while_nobody_leads_is_built_anew_whatever_goes_there()
    {
        // None of the rows that the source begins with goes there.
        await fixture.Db.WriteAsync([.. Enumerable.Range(0, 250).Select(_ => SyncFixture.Put(fixture.Unique("other/"), Json.Of("{}")))]);
        var rare = fixture.Unique("rare");
        var id = (await fixture.Db.Entities.CreateAsync(rare, Json.Of("{}"), fixture.Unique("rare/"))).Entity.Id;
        var (name, place) = await fixture.AddAsync(new SyncRules { Types = new Dictionary<string, TypeRule> { [rare] = new() } });
        Assert.Contains(place.Entities, row => row.Id == id);
        await fixture.EndLeadersAsync(() =>
        {
            place.Empty();
            return Task.CompletedTask;
        });
        await place.UntilAsync(now => now.Entities.Any(row => row.Id == id), SyncFixture.Patience);
        await fixture.ReachAsync(name, ProjectionState.Live);
    }

    [Fact]
    public async Task Batch_of_a_leader_that_was_followed_is_refused_by_the_engine()
    {
        var (name, place) = await fixture.AddAsync();
        var id = fixture.Unique("late/");
        var gate = place.Faults.BlockBatches(batch => batch?.Entities.Any(row => row.Id == id) is true);
        await fixture.Db.Entities.CreateAsync("person", Json.Of("""{"n":1}"""), id);
        await gate.Entered.WaitAsync(SyncFixture.Patience);
        place.Faults.Unblock();
        await fixture.Db.Entities.ReplaceAsync(id, Json.Of("""{"n":2}"""));
        await fixture.EndLeadersAsync();
        await place.UntilAsync(now => now.Entities.Any(row => row.Id == id && row.Version == 2), SyncFixture.Patience);
        var refusals = place.Refusals;
        gate.Open();
        await place.UntilAsync(now => now.Refusals > refusals, SyncFixture.Patience);
        Assert.Equal(2, place.Entities.Single(row => row.Id == id).Version);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Two_processes_have_one_leader_which_stays()
    {
        var (name, place) = await fixture.AddAsync();
        var epoch = (await fixture.Db.Sync.GetAsync(name)).Epoch;
        await using var other = await fixture.OpenAsync(null, fixture.Factories);
        for (var i = 0; i < 5; i++)
        {
            await fixture.EqualAsync(name, place);
        }

        Assert.Equal(epoch, (await fixture.Db.Sync.GetAsync(name)).Epoch);
        Assert.Equal(0, place.Refusals);
    }

    [Fact]
    public async Task Leader_that_goes_between_a_swap_and_storing_it_leaves_no_empty_copy()
    {
        var (name, place) = await fixture.AddAsync(swappable: true);
        var id = fixture.Unique("whole/");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), id);
        await fixture.EqualAsync(name, place);

        // As such a leader leaves it: the cursor is at the end of a copy that is not beside the other any more.
        const string Cursor = """{"relations": true, "next": 4294967296, "end": 4294967296, "copy": true, "types": null, "startedAt": "2026-01-01T00:00:00Z", "forRebuild": 0}""";
        await fixture.EndLeadersAsync(() => fixture.Database.RunAsync($"update threedb.projection set progress = jsonb_set(progress, '{{rebuild}}', '{Cursor}') where name = '{name}'"));
        await Until.ExpectedAsync(() => fixture.Db.Sync.ReportsAsync(name), reports => reports.Count(report => report.Cause == "rebuild") == 2, SyncFixture.Patience);
        Assert.Contains(place.Entities, entity => entity.Id == id);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Leader_whose_epoch_has_passed_stores_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = database.ConnectionString, Migrate = false, RunProjections = false });
        var (store, tenant) = (engine.Store.Sync, (await engine.ForAsync("default", "tester")).Session.TenantId);
        await store.PutAsync(tenant, "idle", SyncFixture.Definition(), default);
        await using var lead = await store.TryLeadAsync(tenant, "idle", default);
        var progress = new ProjectionProgress { Checkpoint = new(7, 7), DatabaseEpoch = 1, State = ProjectionState.Live, Since = DateTimeOffset.UnixEpoch };
        await lead!.SaveAsync(progress, default);
        await database.RunAsync("update threedb.projection set epoch = epoch + 1");
        await Assert.ThrowsAsync<ProjectionFencedException>(() => lead.SaveAsync(progress with { Checkpoint = new(8, 8) }, default));
        Assert.Equal(new LogPoint(7, 7), Assert.Single(await store.ListAsync(tenant, default)).Progress!.Checkpoint);
    }

    [Fact]
    public async Task First_look_whose_answer_is_lost_does_not_pass_for_another_database()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = database.ConnectionString, Migrate = false, RunProjections = false });
        var (store, tenant) = (engine.Store.Sync, (await engine.ForAsync("default", "tester")).Session.TenantId);
        await store.PutAsync(tenant, "idle", SyncFixture.Definition(), default);
        await using var lead = await store.TryLeadAsync(tenant, "idle", default);
        var context = new ProjectionContext("default", "idle", TimeProvider.System);
        await using var projection = new ProbedByABatch(new MemoryEngine(), context);
        await projection.PrepareAsync(new Fence(lead!.EpochBefore, 1), default);
        projection.Place.Faults.LoseNextAnswers(1);
        var deliverer = new Deliverer(lead, new EngineHealth(TimeProvider.System), new Pace(0, TimeProvider.System), TimeProvider.System, context, NullLogger.Instance);
        Assert.False(await StartChecks.MeetUnknownLeadersAsync(lead, projection, deliverer, default));
        Assert.Equal(2, projection.Place.Batches.Count);
    }

    // The last: a folder was put back by copying files, with the checkpoint in it. The engine has seen leaders that this database has not.
    [Theory]
    [InlineData("database_epoch = database_epoch + 1")]
    [InlineData("checkpoint_xid = '4611686018427387904'")]
    [InlineData("epoch = epoch - 100")]
    public async Task Other_database_is_noticed_and_everything_is_compared(string restored)
    {
        var (name, place) = await PausedWithADifferenceAsync();
        await fixture.EndLeadersAsync(() => fixture.Database.RunAsync($"update threedb.projection set {restored} where name = '{name}'"));
        await fixture.Db.Sync.ResumeAsync(name);
        var status = await fixture.UntilAsync(name, now => now.LastReconcile?.Cause == "epoch");
        Assert.Equal(1, status.LastReconcile!.Differing);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Comparison_with_another_database_is_not_lost_with_its_leader()
    {
        var (name, place) = await PausedWithADifferenceAsync();
        await fixture.EndLeadersAsync(() => fixture.Database.RunAsync($"update threedb.projection set database_epoch = 1 where name = '{name}'"));

        // Who comes now has begun to compare, and goes before it has looked at anything.
        await fixture.SavedAsync(name);
        await fixture.EndLeadersAsync(() => Task.CompletedTask);
        await fixture.Db.Sync.ResumeAsync(name);
        var status = await fixture.UntilAsync(name, now => now.LastReconcile?.Cause == "epoch");
        Assert.Equal(1, status.LastReconcile!.Differing);
        await fixture.UntilAsync(name, now => now is { State: ProjectionState.Live, Reason: null });
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Rules_that_are_changed_before_another_database_is_compared_do_not_keep_it_from_being_compared()
    {
        var robot = (await fixture.Db.Entities.CreateAsync("robot", Json.Of("{}"), fixture.Unique("robot/"))).Entity.Id;
        var (name, place) = await PausedWithADifferenceAsync();
        await fixture.EndLeadersAsync(async () =>
        {
            await fixture.Database.RunAsync($"update threedb.projection set database_epoch = database_epoch + 1 where name = '{name}'");
            var rules = new SyncRules { Types = new Dictionary<string, TypeRule> { ["robot"] = new() { Include = false }, ["*"] = new() } };
            await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition(rules));
        });
        await fixture.Db.Sync.ResumeAsync(name);
        await fixture.UntilAsync(name, now => now is { State: ProjectionState.Live, Reason: null, LastReconcile.Cause: "epoch" });
        Assert.DoesNotContain(place.Entities, row => row.Id == robot);
        await fixture.EqualAsync(name, place);
    }

    // As after a restore: what the engine holds was never in this database.
    private async Task<(string Name, MemoryPlace Place)> PausedWithADifferenceAsync()
    {
        var (name, place) = await fixture.AddAsync();
        await fixture.Db.WriteAsync([.. Enumerable.Range(0, 20).Select(_ => SyncFixture.Put(fixture.Unique("o/"), Json.Of("{}")))]);
        await fixture.EqualAsync(name, place);
        place.Tamper(place.Entities[3].RowKey, place.Entities[3] with { Fields = [], Version = 99 }, null);
        await fixture.PausedAsync(name);
        return (name, place);
    }

    /// <summary>Keeps the fence that it is probed with, as connectors do that have no other way.</summary>
    private sealed class ProbedByABatch(MemoryEngine engine, ProjectionContext context) : MemoryProjection(engine, context), IProjection
    {
        Task IProjection.ProbeAsync(Fence fence, CancellationToken cancellationToken) => ApplyAsync(new ProjectionBatch(fence, [], []), cancellationToken);
    }
}
