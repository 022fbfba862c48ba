using ThreeDb.Client;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Whatever is killed, and when: no acknowledged write is lost, and the projection is equal to the source within a minute.</summary>
public sealed class KillTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Server_killed_again_and_again_loses_nothing_and_its_projection_catches_up()
    {
        await using var world = await FaultWorld.CreateAsync();
        await new KillRun(world.Source, world.EqualAsync).KillServerAsync(FaultScale.ServerKills);
    }

    [Fact]
    public async Task PostgreSQL_killed_again_and_again_loses_nothing_and_the_projection_catches_up()
    {
        await using var world = await FaultWorld.CreateAsync();
        await new KillRun(world.Source, world.EqualAsync).KillPostgresAsync(FaultScale.PostgresKills);
    }

    [Fact]
    public async Task Leader_that_was_stopped_and_wakes_after_the_take_over_writes_nothing()
    {
        var random = new Random(TestSeed.Take());
        await using var world = await FaultWorld.CreateAsync();
        await using var first = await ServerProcess.StartAsync(world.ConnectionString);
        await using var second = await ServerProcess.StartAsync(world.ConnectionString);
        for (var round = 0; round < FaultScale.StoppedLeaders; round++)
        {
            var leader = await LedByAsync(world, [first, second]);
            var other = leader == first ? second : first;
            using var stop = new CancellationTokenSource();
            var writes = new MixedWrites(random.Next(), () => new ThreeDbClient(other.Url));
            var writing = writes.RunAsync(stop.Token);
            await writes.ReachAsync(random.Next(20, 200));
            await leader.SignalAsync("STOP");
            await LedByAsync(world, [other]);
            await writes.ReachAsync(writes.Acknowledged + 50);
            await stop.CancelAsync();
            await writing;
            await world.EqualAsync(Minute);

            // What it had begun goes on in the middle: nothing of it may be seen.
            var epoch = (await world.Db.Sync.GetAsync(FaultWorld.Projection)).Epoch;
            await leader.SignalAsync("CONT");
            using var http = new HttpClient { BaseAddress = leader.Url };
            Assert.True((await http.GetAsync("/health/live")).IsSuccessStatusCode);
            await world.Db.Entities.CreateAsync("person", Json.Of(new { round }), $"round/{round}");
            await world.EqualAsync(Minute);
            Assert.Equal(epoch, (await world.Db.Sync.GetAsync(FaultWorld.Projection)).Epoch);
            Assert.Empty(await writes.LostAsync(world.Db));
        }
    }

    private static async Task<ServerProcess> LedByAsync(FaultWorld world, ServerProcess[] servers)
    {
        var led = await Until.ExpectedAsync(() => world.Db.Sync.GetAsync(FaultWorld.Projection), status => servers.Any(server => Leads(server, status)), Minute);
        return servers.First(server => Leads(server, led));
    }

    private static bool Leads(ServerProcess server, ProjectionStatus status) => status.Leader?.EndsWith($"/{server.Id}", StringComparison.Ordinal) is true;
}
