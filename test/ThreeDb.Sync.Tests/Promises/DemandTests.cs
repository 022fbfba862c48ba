using System.Diagnostics;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>A query that demands a position never sees less.</summary>
public sealed class DemandTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Fact]
    public async Task Demanded_write_is_in_the_answer()
    {
        var (name, _) = await fixture.AddAsync();
        for (var i = 0; i < 30; i++)
        {
            var write = await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("demanded/"));
            Assert.Contains(write.Entity.Id, await AskAsync(name, write.Position, wait: 30));
        }
    }

    [Fact]
    public async Task Demanded_write_that_is_not_applied_is_not_yet_rather_than_missing()
    {
        var (name, place) = await fixture.AddAsync();
        var gate = place.Faults.BlockBatches(batch => batch is not null);
        var write = await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("demanded/"));
        await gate.Entered.WaitAsync(SyncFixture.Patience);
        await NotYetAsync(name, write.Position);
        place.Faults.Unblock();
        gate.Open();
        Assert.Contains(write.Entity.Id, await AskAsync(name, write.Position, wait: 30));
    }

    [Fact]
    public async Task Demanded_write_that_the_engine_failed_to_take_is_not_yet()
    {
        var (name, place) = await fixture.AddAsync();
        place.Faults.IsDown = true;
        var write = await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("demanded/"));
        await fixture.ReachAsync(name, ProjectionState.Stalled);
        var failure = await NotYetAsync(name, write.Position);
        Assert.Contains("it is stalled: The engine in memory is away", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.ProjectionUnreachable.Remedy, failure.Hint);
        place.Faults.IsDown = false;
        Assert.Contains(write.Entity.Id, await AskAsync(name, write.Position, wait: 30));
    }

    [Fact]
    public async Task Demanded_write_of_a_paused_projection_says_that_it_is_paused_and_what_to_do()
    {
        var (name, _) = await fixture.AddAsync();
        await fixture.PausedAsync(name);
        var write = await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("demanded/"));
        var failure = await NotYetAsync(name, write.Position);
        Assert.Contains("it is paused", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"'3db sync resume {name}'", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demanded_write_through_a_process_that_does_not_lead_is_answered_soon()
    {
        var (name, _) = await fixture.AddAsync();
        await using var other = await fixture.OpenAsync(options => options.RunProjections = false, fixture.Factories);
        var db = await other.ForAsync("default", "tester");
        var (writes, delays) = (new List<double>(), new List<double>());
        for (var i = 0; i < 9; i++)
        {
            var clock = Stopwatch.StartNew();
            var write = await db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("elsewhere/"));
            writes.Add(clock.Elapsed.TotalMilliseconds);
            clock.Restart();
            Assert.Contains(write.Entity.Id, await AskAsync(name, write.Position, wait: 30, db));
            delays.Add(clock.Elapsed.TotalMilliseconds);
        }

        // The leader stores how far it is four times a second; only its counts wait for two. A write shows how slow everything is.
        writes.Sort();
        delays.Sort();
        Assert.True(delays[4] < Math.Max(800, 8 * writes[4]), $"The median is {delays[4]:F0} ms, of writes {writes[4]:F0} ms: {string.Join(", ", delays.Select(delay => $"{delay:F0}"))}");
    }

    [Fact]
    public async Task Demanded_write_is_asked_of_the_engine_that_reached_it_when_settings_change_during_the_wait()
    {
        var (name, _) = await fixture.AddAsync();
        await fixture.PausedAsync(name);
        var write = await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("demanded/"));
        var asking = fixture.Db.Sync.QueryAsync(name, new RoutedQuery { Cypher = "ids", Limit = 10_000, AtLeast = write.Position, WaitSeconds = 60 });

        // By the time that this is written, it waits.
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("later/"));
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition(swappable: true));
        await fixture.Db.Sync.ResumeAsync(name);
        var answer = await asking;
        Assert.Equal("memory-swappable", answer.Engine);
        Assert.Contains(answer.Rows, row => row[0].GetString() == write.Entity.Id);
    }

    private async Task<ThreeDbException> NotYetAsync(string name, Position position)
    {
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => AskAsync(name, position, wait: 0.2));
        Assert.Equal(ErrorCodes.NotYet, failure.Code);
        return failure;
    }

    private async Task<IReadOnlyList<string>> AskAsync(string name, Position position, double wait, IThreeDb? through = null)
    {
        var answer = await (through ?? fixture.Db).Sync.QueryAsync(name, new RoutedQuery { Cypher = "ids", Limit = 10_000, AtLeast = position, WaitSeconds = wait });
        return [.. answer.Rows.Select(row => row[0].GetString()!)];
    }
}
