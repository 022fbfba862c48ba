using System.Collections.Concurrent;
using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>What fails is repeated, parked or shown; nothing is lost and others flow.</summary>
public sealed class FailureTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Fact]
    public async Task Engine_that_is_away_stalls_the_projection_until_it_is_back()
    {
        var (name, place) = await fixture.AddAsync();
        place.Faults.IsDown = true;
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        var stalled = await fixture.ReachAsync(name, ProjectionState.Stalled);
        Assert.Equal("The engine in memory is away.", stalled.Reason);
        Assert.NotNull(stalled.Remedy);
        await fixture.UntilAsync(name, status => status.Breaker == "open");
        place.Faults.IsDown = false;
        await fixture.ReachAsync(name, ProjectionState.Live);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Corrected_settings_count_while_the_engine_is_away()
    {
        var (name, place) = await fixture.AddAsync();
        place.Faults.IsDown = true;
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        var stalled = await fixture.ReachAsync(name, ProjectionState.Stalled);
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition() with { Settings = Json.Of("""{"corrected":true}""") });
        await fixture.UntilAsync(name, status => status.Epoch > stalled.Epoch);
        place.Faults.IsDown = false;
        await fixture.ReachAsync(name, ProjectionState.Live);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Engine_that_does_not_answer_is_shown_before_the_call_fails()
    {
        var (name, place) = await fixture.AddAsync();
        var gate = place.Faults.Block();
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        var stalled = await fixture.ReachAsync(name, ProjectionState.Stalled);
        Assert.StartsWith("the engine has not answered a call since ", stalled.Reason, StringComparison.Ordinal);
        Assert.NotNull(stalled.Remedy);
        Assert.Equal("closed", stalled.Breaker);
        place.Faults.Unblock();
        gate.Open();
        await fixture.ReachAsync(name, ProjectionState.Live);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Lost_answer_does_no_harm()
    {
        var (name, place) = await fixture.AddAsync();
        place.Faults.LoseNextAnswers(2);
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Engine_that_stumbles_when_it_is_back_parks_nothing()
    {
        var (name, place) = await fixture.AddAsync();
        place.Faults.IsDown = true;
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        await fixture.UntilAsync(name, status => status.Retries > 8);

        // Back between two attempts, not within one: an attempt that fails and then finds the engine there counts against the key, as a lost answer does.
        var gate = place.Faults.BlockBatches(batch => batch is not null);
        await gate.Entered.WaitAsync(SyncFixture.Patience);
        place.Faults.LoseNextAnswers(2);
        place.Faults.IsDown = false;
        place.Faults.Unblock();
        gate.Open();
        await fixture.ReachAsync(name, ProjectionState.Live);
        await fixture.EqualAsync(name, place);
        Assert.Empty(await fixture.Db.Sync.DeadLettersAsync(name));
    }

    [Fact]
    public async Task Key_at_which_an_engine_that_answers_keeps_failing_is_parked()
    {
        var (name, place) = await fixture.AddAsync();
        place.Faults.LoseNextAnswers(6);
        var id = (await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique())).Entity.Id;
        await fixture.UntilAsync(name, status => status is { Parked: 1, State: ProjectionState.Live });
        var letter = Assert.Single(await fixture.Db.Sync.DeadLettersAsync(name));
        Assert.Equal((id, "The connection broke before the answer came."), (letter.Entity, letter.Reason));
    }

    [Fact]
    public async Task Engine_that_comes_back_empty_between_two_attempts_is_built_anew()
    {
        var (name, place) = await fixture.AddAsync();
        var kept = (await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("kept/"))).Entity.Id;
        await fixture.EqualAsync(name, place);

        // It is emptied when some attempts at one batch have failed, and the leader asks whether the engine answers at all.
        var (id, attempts) = (fixture.Unique("away/"), 0);
        place.Faults.LoseNextAnswers(4);
        var gate = place.Faults.BlockBatches(batch =>
        {
            attempts += batch?.Entities.Any(row => row.Id == id) is true ? 1 : 0;
            return batch is null && attempts == 4;
        });
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), id);
        await gate.Entered.WaitAsync(SyncFixture.Patience);
        place.Empty();
        place.Faults.Unblock();
        gate.Open();
        await place.UntilAsync(now => now.Entities.Any(row => row.Id == kept), SyncFixture.Patience);
        await fixture.ReachAsync(name, ProjectionState.Live);
        await fixture.EqualAsync(name, place);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Poisonous_key_is_parked_and_others_flow(bool says)
    {
        var (name, place) = await fixture.AddAsync();
        var bad = (await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("bad/"))).Entity;
        await fixture.EqualAsync(name, place);
        var seq = place.Entities.Single(entity => entity.Id == bad.Id).Seq;
        place.Faults.Reject = says ? key => key.Seq == seq : null;
        place.Faults.Refuse = says ? null : key => key.Seq == seq;
        var mutations = Enumerable.Range(0, 50).Select(i => SyncFixture.Put(i == 25 ? bad.Id : fixture.Unique("ok/"), Json.Of(new { i }))).ToList();
        await fixture.Db.WriteAsync(mutations);
        await fixture.UntilAsync(name, now => now is { Parked: 1, Pending: 0, State: ProjectionState.Live });
        var letter = Assert.Single(await fixture.Db.Sync.DeadLettersAsync(name));
        Assert.Equal((bad.Id, null), (letter.Entity, letter.Relation));
        Assert.Contains("does not like", letter.Reason, StringComparison.Ordinal);
        Assert.Equal(1, place.Entities.Single(entity => entity.Id == bad.Id).Version);

        // The row that is tried again is the one of that moment.
        await fixture.Db.Entities.ReplaceAsync(bad.Id, Json.Of("""{"i": "new"}"""));
        (place.Faults.Reject, place.Faults.Refuse) = (null, null);
        await fixture.Db.Sync.RetryAsync(name, [letter.Id]);
        await fixture.UntilAsync(name, now => now.Parked == 0);
        await fixture.EqualAsync(name, place);
        Assert.Equal(3, place.Entities.Single(entity => entity.Id == bad.Id).Version);
    }

    [Fact]
    public async Task What_was_refused_may_have_been_applied_in_part_and_is_not_called_fresh_again()
    {
        var (name, place) = await fixture.AddAsync();
        var bad = (await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("bad/"))).Entity.Id;
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("good/"));
        await fixture.EqualAsync(name, place);
        var seq = place.Entities.Single(entity => entity.Id == bad).Seq;
        var brought = new ConcurrentQueue<ProjectionBatch>();
        place.Faults.BlockBatches(batch =>
        {
            brought.Enqueue(batch ?? new ProjectionBatch(default, [], []));
            return false;
        });
        place.Faults.Refuse = key => !key.IsRelation && key.Seq == seq;
        place.Faults.Failure = new ThreeDbException(ErrorCodes.ProjectionLost, "Somebody emptied it.");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        await fixture.UntilAsync(name, status => status.Reason == "Somebody emptied it.");
        place.Faults.Failure = null;
        await fixture.UntilAsync(name, status => status is { State: ProjectionState.Live, Parked: 1, Pending: 0 });
        var whole = brought.First(batch => batch.IsFresh && batch.Entities.Any(row => row.Seq == seq));
        var keys = whole.Entities.Select(row => row.RowKey).ToHashSet();
        var parts = brought.Where(batch => batch.Fence.CompareTo(whole.Fence) > 0 && batch.Entities.Any(row => keys.Contains(row.RowKey))).ToList();
        Assert.True(parts.Count > 1);
        Assert.All(parts, part => Assert.False(part.IsFresh));
        place.Faults.Refuse = null;
        await fixture.Db.Sync.RetryAsync(name);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Key_that_somebody_wants_tried_again_while_it_fails_is_tried_again()
    {
        var (name, place) = await fixture.AddAsync();
        var id = (await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("bad/"))).Entity.Id;
        await fixture.EqualAsync(name, place);
        var seq = place.Entities.Single(entity => entity.Id == id).Seq;
        place.Faults.Refuse = key => key.Seq == seq;
        await fixture.Db.Entities.ReplaceAsync(id, Json.Of("""{"i": 1}"""));
        await fixture.UntilAsync(name, now => now is { Parked: 1, Pending: 0 });

        // The attempt that is on its way fails to the end; the one that was asked for succeeds.
        var refusals = Deliverer.AttemptsBeforeParking;
        place.Faults.Refuse = key => key.Seq == seq && refusals-- > 0;
        var gate = place.Faults.BlockBatches(batch => batch?.Entities.Any(entity => entity.Seq == seq) is true);
        await fixture.Db.Entities.ReplaceAsync(id, Json.Of("""{"i": 2}"""));
        await gate.Entered.WaitAsync(SyncFixture.Patience);
        Assert.Equal(1, await fixture.Db.Sync.RetryAsync(name));
        place.Faults.Unblock();
        gate.Open();
        await fixture.UntilAsync(name, now => now.Parked == 0);
        await fixture.EqualAsync(name, place);
        Assert.True(refusals < 0);
    }

    [Fact]
    public async Task Engine_that_refuses_one_key_after_another_in_the_same_words_is_broken_until_it_is_mended()
    {
        var (name, place) = await fixture.AddAsync();
        place.Faults.Refuse = _ => true;
        for (var i = 0; i < 9; i++)
        {
            await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("each/"));
        }

        var broken = await fixture.ReachAsync(name, ProjectionState.Broken);
        Assert.Contains("in the same words", broken.Reason, StringComparison.Ordinal);
        Assert.Contains("The engine in memory does not like something.", broken.Reason, StringComparison.Ordinal);
        Assert.Contains($"'3db sync resume {name}'", broken.Remedy, StringComparison.Ordinal);
        Assert.InRange(broken.Parked, 1, 5);
        place.Faults.Refuse = null;
        await fixture.Db.Sync.ResumeAsync(name);
        await fixture.UntilAsync(name, status => status is { State: ProjectionState.Live, Parked: 0 });
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Resuming_passes_keys_that_are_at_fault_after_all()
    {
        var (name, place) = await fixture.AddAsync();
        place.Faults.RefuseFields = fields => fields.Any(field => field.Key == "poison");
        for (var i = 0; i < 7; i++)
        {
            await fixture.Db.Entities.CreateAsync("person", Json.Of("""{"poison":1}"""), fixture.Unique("bad/"));
        }

        await fixture.ReachAsync(name, ProjectionState.Broken);
        await fixture.Db.Sync.ResumeAsync(name);
        await fixture.UntilAsync(name, status => status is { State: ProjectionState.Live, Parked: 7, Pending: 0 });
        await fixture.Db.Sync.ReconcileAsync(name);
        var compared = (await fixture.UntilAsync(name, now => !now.Unfinished.Contains("reconcile"))).LastReconcile!;
        Assert.Equal((0, 0, 0, 7), (compared.Missing, compared.Orphans, compared.Differing, compared.Parked));
    }

    [Fact]
    public async Task Comparison_tries_parked_keys_again()
    {
        var (name, place) = await fixture.AddAsync();
        place.Faults.Refuse = key => !key.IsRelation;
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("parked/"));
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("parked/"));
        await fixture.UntilAsync(name, status => status is { Parked: 2, Pending: 0 });
        place.Faults.Refuse = null;
        await fixture.Db.Sync.ReconcileAsync(name);
        var status = await fixture.UntilAsync(name, now => !now.Unfinished.Contains("reconcile"));
        Assert.Equal((2, 0), (status.LastReconcile!.Missing, status.LastReconcile.Parked));
        Assert.Equal(0, status.Parked);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Wrong_definition_is_refused_with_every_fault()
    {
        var definition = new ProjectionDefinition { Kind = "memory", Settings = Json.Of("""{"wrong": 1}"""), Rules = new SyncRules { ReconcileAt = "noon" } };
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Db.Sync.PutAsync("p", definition));
        Assert.Equal(["/settings/wrong", "/rules/reconcileAt"], failure.Errors.Select(error => error.Pointer));
        failure = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Db.Sync.PutAsync("p", new ProjectionDefinition { Kind = "memori" }));
        Assert.Contains("memory", failure.Errors[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_process_takes_over_when_the_leader_goes()
    {
        var (name, place) = await fixture.AddAsync();
        var epoch = (await fixture.Db.Sync.GetAsync(name)).Epoch;
        await using var other = await fixture.OpenAsync(null, fixture.Factories);
        await fixture.Database.RunAsync("select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database where l.locktype = 'advisory' and d.datname = current_database() and l.pid <> pg_backend_pid()");
        await fixture.UntilAsync(name, status => status.Epoch > epoch);
        await fixture.EqualAsync(name, place);
    }
}
