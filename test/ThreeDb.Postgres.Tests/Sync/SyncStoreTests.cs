using ThreeDb.Changes;
using ThreeDb.Sync;

namespace ThreeDb.Postgres.Tests;

/// <summary>What is kept about projections comes back as it went in, and counts what has to be noticed.</summary>
public sealed class SyncStoreTests(TwoEngines fixture) : IClassFixture<TwoEngines>
{
    private readonly int _tenant = fixture.Db.Session.TenantId;

    private ISyncStore Store => fixture.Engine.Store.Sync;

    [Fact]
    public async Task Declaration_is_kept_and_its_changes_are_counted()
    {
        var name = fixture.Unique("put");
        var rules = new SyncRules { Types = new Dictionary<string, TypeRule> { ["note"] = new() { Fields = ["title"], Where = Filter.Field("n", FilterOperator.Greater, 3), Interval = 15 } }, ReconcileAt = "never" };
        await Store.PutAsync(_tenant, name, new ProjectionDefinition { Kind = "age", Settings = Json.Of("""{"url": "x", "graph": "g"}"""), Rules = rules }, default);
        var first = await RecordAsync(name);
        Assert.Equal(("age", "never", 15d, 1L), (first.Definition.Kind, first.Definition.Rules!.ReconcileAt, first.Definition.Rules.Types!["note"].Interval, first.RulesVersion));
        Assert.NotNull(first.Definition.Rules.Types["note"].Where);
        Assert.Equal((null, null, false, false, false, 0L, 0L), (first.Progress, first.LastReconcile, first.IsLed, first.Paused, first.Dropping, first.Parked, first.Epoch));

        await Store.PutAsync(_tenant, name, new ProjectionDefinition { Kind = "age", Settings = Json.Of("""{ "graph":"g",  "url":"x" }"""), Rules = rules with { } }, default);
        Assert.Equal((first.SettingsVersion, 1L), Versions(await RecordAsync(name)));
        await Store.PutAsync(_tenant, name, new ProjectionDefinition { Kind = "age", Settings = Json.Of("""{"graph": "h", "url": "x"}"""), Rules = rules }, default);
        Assert.Equal((first.SettingsVersion + 1, 1L), Versions(await RecordAsync(name)));
        await Store.PutAsync(_tenant, name, new ProjectionDefinition { Kind = "neo4j", Settings = Json.Of("""{"graph": "h", "url": "x"}""") }, default);
        Assert.Equal((first.SettingsVersion + 2, 2L), Versions(await RecordAsync(name)));
        await Store.PutAsync(_tenant, name, new ProjectionDefinition { Kind = "neo4j" }, default);
        Assert.Equal((first.SettingsVersion + 3, 2L), Versions(await RecordAsync(name)));
        await Store.PutAsync(_tenant, name, new ProjectionDefinition { Kind = "neo4j" }, default);
        Assert.Equal((first.SettingsVersion + 3, 2L), Versions(await RecordAsync(name)));
    }

    [Fact]
    public async Task Version_of_settings_never_comes_again_under_the_same_name()
    {
        var name = fixture.Unique("again");
        var seen = new HashSet<long>();
        for (var i = 0; i < 3; i++)
        {
            await Store.PutAsync(_tenant, name, new ProjectionDefinition { Kind = "age" }, default);
            Assert.True(seen.Add((await RecordAsync(name)).SettingsVersion));
            await Store.PutAsync(_tenant, name, new ProjectionDefinition { Kind = "neo4j" }, default);
            Assert.True(seen.Add((await RecordAsync(name)).SettingsVersion));
            await Store.DeleteAsync(_tenant, name, default);
        }
    }

    [Fact]
    public async Task Progress_comes_back_whole_and_outlives_a_new_declaration()
    {
        var name = fixture.Unique("progress");
        await Store.PutAsync(_tenant, name, LeadershipTests.Definition(), default);
        await using var lead = (await Store.TryLeadAsync(_tenant, name, default))!;
        var at = new DateTimeOffset(2026, 11, 21, 12, 0, 0, 123, TimeSpan.Zero);
        var progress = new ProjectionProgress
        {
            Checkpoint = new LogPoint(ulong.MaxValue >> 1, int.MaxValue),
            DatabaseEpoch = 4_000_000_000,
            SettingsDone = 3,
            RulesDone = 4,
            Rules = new SyncRules { Relations = ["KNOWS"], MaxRowsPerSecond = 7 },
            RebuildsDone = 5,
            ReconcilesDone = 6,
            Rebuild = new RebuildCursor(true, 17, 4_000_000_000, true, ["note"], at, 2),
            BegunAt = at,
            State = ProjectionState.CatchingUp,
            Since = at,
            Reason = "because",
            Remedy = "do something",
            Applied = 8,
            AppliedPerSecond = 9.5,
            Retries = 10,
            Breaker = "half-open",
            Leader = "host/1",
            Work = new SyncProgress("rebuild", "relations", 1, 2, at),
            Frontier = new FrontierHold(1, "psql", 6, "active"),
        };
        await lead.SaveAsync(progress, default);
        var record = await lead.ReadAsync(default);
        Assert.Equivalent(progress, record.Progress, strict: true);
        Assert.NotNull(record.ProgressAt);
        await Store.PutAsync(_tenant, name, LeadershipTests.Definition() with { Kind = "age" }, default);
        var after = await RecordAsync(name);
        Assert.Equivalent(progress, after.Progress, strict: true);
        Assert.Equal((lead.Epoch, true), (after.Epoch, after.IsLed));
    }

    [Fact]
    public async Task Requests_are_counted_and_reach_the_leader()
    {
        var name = fixture.Unique("ask");
        Assert.False(await Store.RequestAsync(_tenant, name, SyncRequest.Rebuild, default));
        await Store.PutAsync(_tenant, name, LeadershipTests.Definition(), default);
        await using var lead = (await fixture.Second.Store.Sync.TryLeadAsync(_tenant, name, default))!;
        foreach (var request in new[] { SyncRequest.Pause, SyncRequest.Rebuild, SyncRequest.Reconcile, SyncRequest.Rebuild })
        {
            Assert.True(await Store.RequestAsync(_tenant, name, request, default));
        }

        var record = await lead.ReadAsync(default);
        Assert.Equal((true, 2L, 1L, 0L), (record.Paused, record.RebuildsWanted, record.ReconcilesWanted, record.ResumesWanted));
        await Store.RequestAsync(_tenant, name, SyncRequest.Resume, default);
        await Store.RequestAsync(_tenant, name, SyncRequest.Drop, default);
        record = await lead.ReadAsync(default);
        Assert.Equal((false, 1L, true), (record.Paused, record.ResumesWanted, record.Dropping));
        Assert.Equal(ErrorCodes.WriteConflict, await Failure.CodeOfAsync(() => Store.PutAsync(_tenant, name, LeadershipTests.Definition(), default)));
        await Store.DeleteAsync(_tenant, name, default);
        Assert.Equal(ErrorCodes.ProjectionNotFound, await Failure.CodeOfAsync(() => lead.ReadAsync(default)));
    }

    [Fact]
    public async Task Dead_letters_are_one_for_each_key_and_count_their_attempts()
    {
        var name = fixture.Unique("dead");
        await Store.PutAsync(_tenant, name, LeadershipTests.Definition(), default);
        var (a, b) = (name + "/a", name + "/b");
        await fixture.Db.WriteAsync([new CreateEntity("thing", Json.Of("{}")) { Id = a }, new Relate(a, "KNOWS", b) { Key = "k" }]);
        var seqs = new[] { await SeqAsync(a), await SeqAsync(b) };
        RowKey entity = RowKey.Entity(seqs[0]), relation = new(seqs[0], seqs[1], "KNOWS", "k"), unknown = RowKey.Entity(4_000_000_002);
        await using var lead = (await Store.TryLeadAsync(_tenant, name, default))!;
        await lead.ParkAsync([new ParkedKey(entity, "too large", 3), new ParkedKey(relation, "no such type", 3), new ParkedKey(unknown, "odd", 1)], default);
        await lead.ParkAsync([new ParkedKey(entity, "still too large", 3)], default);

        var letters = await Store.DeadLettersAsync(_tenant, name, 10, default);
        Assert.Equal([(a, null, "still too large", 6), (a, $"KNOWS:k → {b}", "no such type", 3), ("#4000000002", null, "odd", 1)],
            letters.Select(letter => (letter.Entity, letter.Relation, letter.Reason, letter.Attempts)));
        Assert.True(letters[0].FirstAt < letters[0].LastAt);
        Assert.Equal(3L, (await RecordAsync(name)).Parked);
        Assert.Equal([entity, relation, unknown], (await Store.ParkedKeysAsync(_tenant, name, default)).Order(Comparer<RowKey>.Create((x, y) => (x.Seq, x.Target).CompareTo((y.Seq, y.Target)))));

        Assert.Empty(await lead.ToRetryAsync(default));
        Assert.Equal(0, await Store.RetryAsync(fixture.Other.Session.TenantId, name, null, default));
        Assert.Equal(1, await Store.RetryAsync(_tenant, name, [letters[1].Id, -1], default));
        Assert.Equal(relation, Assert.Single(await lead.ToRetryAsync(default)));
        await lead.ParkAsync([new ParkedKey(relation, "again, in an attempt that had begun before", 1)], default);
        Assert.Equal(relation, Assert.Single(await lead.ToRetryAsync(default)));
        await lead.RetriedAsync([relation, RowKey.Entity(4_000_000_003)], default);
        Assert.Empty(await lead.ToRetryAsync(default));

        await lead.UnparkAsync([relation, RowKey.Entity(4_000_000_003)], default);
        Assert.Equal(2L, (await RecordAsync(name)).Parked);
        Assert.Equal(2, await Store.RetryAsync(_tenant, name, null, default));
        Assert.Equal(1, await Store.DiscardAsync(_tenant, name, [letters[0].Id], default));
        Assert.Equal(1, await Store.DiscardAsync(_tenant, name, null, default));
        Assert.Empty(await Store.DeadLettersAsync(_tenant, name, 10, default));
    }

    [Fact]
    public async Task Newest_hundred_reports_are_kept()
    {
        var name = fixture.Unique("report");
        await Store.PutAsync(_tenant, name, LeadershipTests.Definition(), default);
        await using var lead = (await Store.TryLeadAsync(_tenant, name, default))!;
        for (var i = 1; i <= 103; i++)
        {
            await lead.ReportAsync(new ReconcileReport { StartedAt = DateTimeOffset.UnixEpoch, EndedAt = DateTimeOffset.UnixEpoch, Cause = "request", Missing = i, Examples = ["missing 12"] }, default);
        }

        var reports = await Store.ReportsAsync(_tenant, name, 1000, default);
        Assert.Equal(Enumerable.Range(4, 100).Reverse(), reports.Select(report => (int)report.Missing));
        Assert.Equal((103L, "missing 12"), ((await RecordAsync(name)).LastReconcile!.Missing, (await RecordAsync(name)).LastReconcile!.Examples[0]));
        await Store.DeleteAsync(_tenant, name, default);
        Assert.Empty(await Store.ReportsAsync(_tenant, name, 1000, default));
    }

    [Fact]
    public async Task Tenants_with_projections_are_found_and_see_their_own_only()
    {
        var name = fixture.Unique("own");
        var other = fixture.Other.Session.TenantId;
        await Store.PutAsync(_tenant, name, LeadershipTests.Definition(), default);
        Assert.Contains(_tenant, await Store.TenantsAsync(default));
        Assert.DoesNotContain(await Store.ListAsync(other, default), record => record.Name == name);
        Assert.False(await Store.RequestAsync(other, name, SyncRequest.Pause, default));
        await Store.DeleteAsync(other, name, default);
        Assert.False((await RecordAsync(name)).Paused);
        Assert.Equal(ErrorCodes.TenantNotFound, await Failure.CodeOfAsync(() => Store.SourceAsync(1_000_000, default)));
    }

    private static (long Settings, long Rules) Versions(ProjectionRecord record) => (record.SettingsVersion, record.RulesVersion);

    private async Task<ProjectionRecord> RecordAsync(string name) => (await Store.ListAsync(_tenant, default)).Single(record => record.Name == name);

    private Task<long> SeqAsync(string id) => fixture.Database.ScalarAsync<long>($"select seq from threedb.entity where tenant_id = {_tenant} and id = '{id}'");
}
