using ThreeDb.Client;

namespace ThreeDb.Server.Tests;

/// <summary>A server that is killed while many write.</summary>
public sealed class ServerKillTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Server_killed_under_load_has_lost_nothing_that_it_acknowledged()
    {
        var work = new Workload();
        for (var round = 0; round < 3; round++)
        {
            using var stop = new CancellationTokenSource();
            await using var server = await ServerProcess.StartAsync(fixture.Database.ConnectionString);
            var running = work.RunAsync(server.Url, $"round{round}", stop.Token);
            await work.ReachAsync(work.Acknowledged.Count + 300 + Random.Shared.Next(300));
            await server.KillAsync();
            await stop.CancelAsync();
            await running;
        }

        await using var again = await ServerProcess.StartAsync(fixture.Database.ConnectionString);
        using var db = new ThreeDbClient(again.Url);
        Assert.True(work.Acknowledged.Count >= 900);
        await work.CheckAsync(db);
    }
}
