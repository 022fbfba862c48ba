using ThreeDb.Changes;
using ThreeDb.Sync;

namespace ThreeDb.Postgres.Tests;

/// <summary>One leader per projection, whatever happens to its session; and what an old one writes is refused.</summary>
public sealed class LeadershipTests(TwoEngines fixture) : IClassFixture<TwoEngines>
{
    private readonly int _tenant = fixture.Db.Session.TenantId;

    private ISyncStore First => fixture.Engine.Store.Sync;

    private ISyncStore Second => fixture.Second.Store.Sync;

    [Fact]
    public async Task Projection_has_one_leader_and_the_next_has_a_larger_epoch()
    {
        var name = await DeclareAsync();
        await using var lead = await First.TryLeadAsync(_tenant, name, default);
        Assert.NotNull(lead);
        Assert.Null(await Second.TryLeadAsync(_tenant, name, default));
        Assert.Null(await First.TryLeadAsync(_tenant, name, default));
        Assert.True((await RecordAsync(name)).IsLed);
        await lead.DisposeAsync();

        Assert.False((await RecordAsync(name)).IsLed);
        await using var next = await Second.TryLeadAsync(_tenant, name, default);
        Assert.True(next!.Epoch > lead.Epoch);
        Assert.Equal(next.Epoch, (await RecordAsync(name)).Epoch);
    }

    [Fact]
    public async Task Many_who_try_at_once_have_one_winner()
    {
        var name = await DeclareAsync();
        var leads = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? First : Second).TryLeadAsync(_tenant, name, default)));
        await using var winner = Assert.Single(leads, lead => lead is not null);
        Assert.Equal(winner!.Epoch, (await RecordAsync(name)).Epoch);
    }

    [Fact]
    public async Task Same_name_of_another_tenant_has_a_leader_of_its_own()
    {
        var name = await DeclareAsync();
        var other = fixture.Other.Session.TenantId;
        await First.PutAsync(other, name, Definition(), default);
        await using var lead = await First.TryLeadAsync(_tenant, name, default);
        await using var stranger = await First.TryLeadAsync(other, name, default);
        Assert.NotNull(lead);
        Assert.NotNull(stranger);
    }

    [Fact]
    public async Task Leader_whose_session_is_ended_is_told_and_writes_nothing_after_the_take_over()
    {
        var name = await DeclareAsync();
        await using var old = (await First.TryLeadAsync(_tenant, name, default))!;
        await old.SaveAsync(Progress(1), default);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = old.Lost.Register(() => told.TrySetResult());
        await fixture.Database.RunAsync($"""
            select pg_terminate_backend(l.pid) from pg_locks l, threedb.projection p where p.name = '{name}'
              and l.locktype = 'advisory' and ((l.classid::bigint << 32) | l.objid::bigint) = {ProjectionRow.LockKey}
            """);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await using var next = await TakeOverAsync(name);
        await next.SaveAsync(Progress(2), default);
        foreach (var write in Writes(old))
        {
            Assert.Equal(ErrorCodes.ProjectionFenced, await Failure.CodeOfAsync(write));
        }

        var record = await RecordAsync(name);
        Assert.Equal((2ul, 0L), (record.Progress!.Checkpoint.TransactionId, record.Parked));
        Assert.Null(record.LastReconcile);
    }

    [Fact]
    public async Task Epoch_that_was_counted_up_refuses_every_write_of_a_session_that_still_lives()
    {
        var name = await DeclareAsync();
        await using var old = (await First.TryLeadAsync(_tenant, name, default))!;
        await old.ParkAsync([new ParkedKey(RowKey.Entity(7), "kept", 1)], default);
        await fixture.Database.RunAsync($"update threedb.projection set epoch = epoch + 1 where name = '{name}'");
        foreach (var write in Writes(old))
        {
            Assert.Equal(ErrorCodes.ProjectionFenced, await Failure.CodeOfAsync(write));
        }

        var record = await RecordAsync(name);
        Assert.Equal((null, null, 1L), (record.Progress, record.LastReconcile, record.Parked));
        Assert.Empty(await old.ToRetryAsync(default));
        Assert.False(old.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task Leader_has_everything_tried_again_and_removes_its_projection()
    {
        var name = await DeclareAsync();
        await using var lead = (await First.TryLeadAsync(_tenant, name, default))!;
        await lead.ParkAsync([new ParkedKey(RowKey.Entity(7), "one", 1), new ParkedKey(RowKey.Entity(8), "two", 1)], default);
        Assert.Empty(await lead.ToRetryAsync(default));
        await lead.RetryAllAsync(default);
        Assert.Equal([7, 8], (await lead.ToRetryAsync(default)).Select(key => key.Seq).Order());
        await lead.DeleteAsync(default);
        Assert.DoesNotContain(await First.ListAsync(_tenant, default), record => record.Name == name);
        Assert.Equal(ErrorCodes.ProjectionFenced, await Failure.CodeOfAsync(() => lead.DeleteAsync(default)));
    }

    [Fact]
    public async Task Epoch_goes_on_when_a_projection_was_removed_and_declared_again()
    {
        var name = await DeclareAsync();
        long before;
        await using (var lead = (await First.TryLeadAsync(_tenant, name, default))!)
        {
            before = lead.Epoch;
        }

        await First.DeleteAsync(_tenant, name, default);
        await First.PutAsync(_tenant, name, Definition(), default);
        await using (var next = (await First.TryLeadAsync(_tenant, name, default))!)
        {
            Assert.True(next.Epoch >= before);
        }

        await using var third = (await First.TryLeadAsync(_tenant, name, default))!;
        Assert.True(third.Epoch > before);
    }

    [Fact]
    public async Task Unknown_projection_has_no_leader() =>
        Assert.Equal(ErrorCodes.ProjectionNotFound, await Failure.CodeOfAsync(() => First.TryLeadAsync(_tenant, "none", default)));

    internal static ProjectionDefinition Definition() => new() { Kind = "falkordb", Settings = Json.Of("""{"url": "redis://127.0.0.1:1"}""") };

    internal static ProjectionProgress Progress(ulong transaction) => new()
    {
        Checkpoint = new LogPoint(transaction, 1),
        DatabaseEpoch = uint.MaxValue,
        State = ProjectionState.CatchingUp,
        Since = DateTimeOffset.UnixEpoch,
    };

    private static IEnumerable<Func<Task>> Writes(ILeadership lead) =>
    [
        () => lead.SaveAsync(Progress(99), default),
        () => lead.ParkAsync([new ParkedKey(RowKey.Entity(1), "late", 1), new ParkedKey(RowKey.Entity(7), "late", 1)], default),
        () => lead.UnparkAsync([RowKey.Entity(7)], default),
        () => lead.ReportAsync(new ReconcileReport { StartedAt = default, EndedAt = default, Cause = "late" }, default),
        () => lead.RetryAllAsync(default),
        () => lead.DeleteAsync(default),
    ];

    // The lock is free once the backend that held it has gone.
    private async Task<ILeadership> TakeOverAsync(string name)
    {
        while (true)
        {
            if (await Second.TryLeadAsync(_tenant, name, default) is { } lead)
            {
                return lead;
            }

            await Task.Yield();
        }
    }

    private async Task<ProjectionRecord> RecordAsync(string name) => (await First.ListAsync(_tenant, default)).Single(record => record.Name == name);

    private async Task<string> DeclareAsync()
    {
        var name = fixture.Unique("lead");
        await First.PutAsync(_tenant, name, Definition(), default);
        return name;
    }
}
