using Microsoft.Extensions.Logging;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>What only somebody can mend: it is said, in the status and in the log, with a remedy that works as it is written.</summary>
public sealed class BrokenTests(LoggedFixture fixture) : IClassFixture<LoggedFixture>
{
    [Fact]
    public async Task Broken_projection_says_what_to_do_and_that_it_is_to_be_resumed()
    {
        var (name, place) = await fixture.AddAsync();
        await BreakAsync(name, place, "Use a superuser.");
        var status = await fixture.Db.Sync.GetAsync(name);
        Assert.Equal(("The engine in memory wants more.", $"Use a superuser; then '3db sync resume {name}'", "closed"), (status.Reason, status.Remedy, status.Breaker));

        place.Faults.Failure = new ThreeDbException(ErrorCodes.EngineRefusesCredentials);
        await fixture.Db.Sync.ResumeAsync(name);
        status = await fixture.UntilAsync(name, now => now is { State: ProjectionState.Broken } && now.Reason != status.Reason);
        Assert.EndsWith($"then '3db sync resume {name}'.", status.Remedy, StringComparison.Ordinal);
        Assert.Single(status.Remedy!.Split("sync resume")[1..]);
        place.Faults.Failure = null;
    }

    [Fact]
    public async Task Resumed_projection_is_not_broken_before_its_leader_has_looked()
    {
        var (name, place) = await fixture.AddAsync();
        await BreakAsync(name, place, "Use a superuser.");
        for (var i = 0; i < 5; i++)
        {
            place.Faults.Failure = null;
            var answer = await fixture.Db.Sync.ResumeAsync(name);
            Assert.NotEqual(ProjectionState.Broken, answer.State);
            Assert.NotEqual("The engine in memory wants more.", answer.Reason);
            Assert.Equal(ProjectionState.Live, (await fixture.Db.Sync.LiveAsync(name, SyncFixture.Patience)).State);
            await BreakAsync(name, place, "Use a superuser.");
        }

        await fixture.Db.Sync.ResumeAsync(name);
        Assert.Equal(ProjectionState.Broken, (await fixture.Db.Sync.LiveAsync(name, SyncFixture.Patience)).State);
        place.Faults.Failure = null;
    }

    [Fact]
    public async Task What_ails_a_projection_is_logged_once_and_its_end_too()
    {
        var (name, place) = await fixture.AddAsync();
        place.Faults.IsDown = true;
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        await fixture.UntilAsync(name, status => status.Retries > 5);
        place.Faults.IsDown = false;
        await fixture.ReachAsync(name, ProjectionState.Live);
        await BreakAsync(name, place, "Use a superuser.");
        place.Faults.Failure = null;
        await fixture.Db.Sync.ResumeAsync(name);
        await fixture.ReachAsync(name, ProjectionState.Live);

        var lines = fixture.Log.Lines.Where(line => line.Contains($"'{name}'", StringComparison.Ordinal)).ToList();
        Assert.Single(lines, line => line.StartsWith("[3009]", StringComparison.Ordinal) && line.EndsWith("Why: The engine in memory is away.", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("; it was stalled for", StringComparison.Ordinal));
        var broken = Assert.Single(lines, line => line.StartsWith("[3003]", StringComparison.Ordinal));
        Assert.Contains($"Why: The engine in memory wants more. What to do: Use a superuser; then '3db sync resume {name}'", broken, StringComparison.Ordinal);
        Assert.Single(lines, line => line.Contains("; it was broken for", StringComparison.Ordinal));
        Assert.Contains("is live;", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_it_is_built_anew_is_said_until_it_is_and_reported()
    {
        var (name, place) = await fixture.AddAsync();
        var first = Assert.Single(await fixture.Db.Sync.ReportsAsync(name));
        Assert.Equal(("rebuild", true), (first.Cause, first.Reason!.StartsWith("it is new", StringComparison.Ordinal)));
        var (a, b) = (fixture.Unique("a/"), fixture.Unique("b/"));
        await fixture.Db.WriteAsync([SyncFixture.Put(a, Json.Of("{}")), SyncFixture.Put(b, Json.Of("{}")), new Relate(a, "KNOWS", b)]);
        await place.UntilAsync(now => now.Relations.Any(relation => relation.From == a), SyncFixture.Patience);

        // Held when the first part is done and shown.
        var gate = place.Faults.BlockBatches(batch => batch is { IsFresh: true, Relations.Count: > 0 });
        place.Faults.Failure = new ThreeDbException(ErrorCodes.ProjectionLost, "Somebody emptied it.");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        await fixture.UntilAsync(name, status => status.Reason == "Somebody emptied it.");
        place.Faults.Failure = null;
        await gate.Entered.WaitAsync(SyncFixture.Patience);
        var status = await fixture.Db.Sync.GetAsync(name);
        Assert.Equal((ProjectionState.Rebuilding, "Somebody emptied it."), (status.State, status.Reason));

        place.Faults.Unblock();
        gate.Open();
        status = await fixture.ReachAsync(name, ProjectionState.Live);
        Assert.Null(status.Reason);
        Assert.Null(status.LastReconcile);
        var report = (await fixture.Db.Sync.ReportsAsync(name))[0];
        Assert.Equal(("rebuild", "Somebody emptied it."), (report.Cause, report.Reason));
        Assert.Equal(place.Entities.Count, report.Entities);
    }

    [Fact]
    public async Task What_is_to_be_built_from_nothing_counts_as_built_nowhere()
    {
        var (name, place) = await fixture.AddAsync();
        await fixture.EqualAsync(name, place);

        // As where what the engine holds allows no constraint, and it cannot be dropped yet.
        place.Faults.Failure = new ThreeDbException(ErrorCodes.ProjectionFailed, "The engine in memory holds a row twice.");
        await fixture.EndLeadersAsync();
        await fixture.ReachAsync(name, ProjectionState.Broken);
        await fixture.Db.Sync.RebuildAsync(name);
        await Until.ExpectedAsync(
            () => fixture.Database.ScalarAsync<long>($"select settings_done from threedb.projection where name = '{name}'"), done => done == 0, SyncFixture.Patience);
        await fixture.ReachAsync(name, ProjectionState.Broken);
        place.Faults.Failure = null;
        await fixture.Db.Sync.ResumeAsync(name);
        await fixture.ReachAsync(name, ProjectionState.Live);
        Assert.Equal("The engine in memory holds a row twice.", (await fixture.Db.Sync.ReportsAsync(name))[0].Reason);
        await fixture.EqualAsync(name, place);
    }

    private async Task BreakAsync(string name, MemoryPlace place, string hint)
    {
        place.Faults.Failure = new ThreeDbException(ErrorCodes.EngineRefusesCredentials, "The engine in memory wants more.", hint);
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        await fixture.ReachAsync(name, ProjectionState.Broken);
    }
}

/// <summary>The same, and what is logged is kept.</summary>
public sealed class LoggedFixture : SyncFixture
{
    public CollectedLog Log { get; } = new();

    protected override ILoggerFactory? Loggers => Log;
}
