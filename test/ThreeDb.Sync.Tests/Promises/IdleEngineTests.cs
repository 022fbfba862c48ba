using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>An engine that goes away, or is emptied, while nobody writes: a projection that looks live is one that was looked at.</summary>
public sealed class IdleEngineTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    private const int Rounds = 5;

    [Fact]
    public async Task Engine_that_goes_away_while_nobody_writes_stalls_the_projection_until_it_is_back()
    {
        var (name, place) = await fixture.AddAsync();
        place.Faults.IsDown = true;
        var stalled = await fixture.ReachAsync(name, ProjectionState.Stalled);
        Assert.Equal("The engine in memory is away.", stalled.Reason);
        place.Faults.IsDown = false;
        await fixture.ReachAsync(name, ProjectionState.Live);
    }

    [Fact]
    public async Task Engine_that_is_emptied_while_nobody_writes_is_built_anew()
    {
        var (name, place) = await fixture.AddAsync();
        var id = (await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("emptied/"))).Entity.Id;
        await fixture.EqualAsync(name, place);
        place.Empty();
        await place.UntilAsync(now => now.Entities.Any(row => row.Id == id), SyncFixture.Patience);
        await fixture.ReachAsync(name, ProjectionState.Live);
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Query_that_finds_the_engine_emptied_is_refused_even_with_a_position()
    {
        var (name, place) = await fixture.AddAsync();
        var write = await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("emptied/"));
        await fixture.EqualAsync(name, place);
        place.Empty();
        var refusal = await Assert.ThrowsAnyAsync<ThreeDbException>(() => AskAsync(name, write.Position));
        Assert.True(refusal.Code == ErrorCodes.ProjectionLost || refusal.Code == ErrorCodes.NotYet, refusal.ToString());
        await place.UntilAsync(now => now.Entities.Any(row => row.Id == write.Entity.Id), SyncFixture.Patience);
        await fixture.ReachAsync(name, ProjectionState.Live);
        var answer = await AskAsync(name, write.Position, wait: 30);
        Assert.Contains(answer.Rows, row => row[0].GetString() == write.Entity.Id);
    }

    [Fact]
    public async Task Query_that_finds_the_engine_away_lets_the_leader_look_before_its_time()
    {
        var (name, place) = await fixture.AddAsync();
        await fixture.EqualAsync(name, place);
        for (var round = 1; ; round++)
        {
            var probe = await NextCallAsync(place, DateTimeOffset.MinValue, place.Faults.Calls.Count);
            place.Faults.FailNext(1);
            var count = place.Faults.Calls.Count;
            var failure = await Record.ExceptionAsync(() => AskAsync(name, null));
            if (DateTimeOffset.UtcNow - probe > TimeSpan.FromSeconds(2) && round < Rounds)
            {
                // So late, the leader may look by itself.
                place.Faults.FailNext(0);
                continue;
            }

            Assert.Equal(ErrorCodes.ProjectionUnreachable, Assert.IsType<ThreeDbException>(failure).Code);

            // The query was a call, too. By itself the leader looks five seconds after the last time, and never twice within one.
            var next = await NextCallAsync(place, probe, count + 1);
            Assert.InRange(next - probe, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(4));
            return;
        }
    }

    private static async Task<DateTimeOffset> NextCallAsync(MemoryPlace place, DateTimeOffset after, int count)
    {
        await Until.TrueAsync(() => place.Faults.Calls.Count > count, SyncFixture.Patience);
        return place.Faults.Calls.Skip(count).First(at => at > after);
    }

    private Task<RoutedAnswer> AskAsync(string name, Position? atLeast, double wait = 0) =>
        fixture.Db.Sync.QueryAsync(name, new RoutedQuery { Cypher = "ids", Limit = 10_000, AtLeast = atLeast, WaitSeconds = wait });
}
