using Npgsql;
using ThreeDb.Client;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Every fault of a link, on the link to the source and on the one to the sink, under load: nothing is lost, and all is equal afterwards.</summary>
public sealed class LinkTests
{
    [Theory]
    [InlineData("source")]
    [InlineData("sink")]
    public async Task Link_with_every_fault_in_turn_loses_nothing(string link)
    {
        var random = new Random(TestSeed.Take());
        FaultProxy? sinkProxy = null;
        await using var world = await FaultWorld.CreateAsync(connection => Through(connection, sinkProxy = FaultProxy.Start(PortOf(connection), random.Next())));
        await using var ownSinkProxy = sinkProxy!;
        await using var sourceProxy = FaultProxy.Start(PortOf(world.ConnectionString), random.Next());
        await using var server = await ServerProcess.StartAsync(Through(world.ConnectionString, sourceProxy));
        using var stop = new CancellationTokenSource();
        var writes = new MixedWrites(random.Next(), () => new ThreeDbClient(server.Url), mayComeLate: true);
        var writing = writes.RunAsync(stop.Token);
        var proxy = link == "sink" ? sinkProxy! : sourceProxy;
        await writes.ReachAsync(100);
        foreach (var fault in LinkFault.All)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{fault.Name}: {writes.Acknowledged} writes");
            await fault.HoldAsync(proxy, FaultScale.LinkFault);
            await writes.ReachAsync(writes.Acknowledged + 20);
        }

        Assert.True(proxy.Accepted > 0, "The link was not used through the proxy.");
        await stop.CancelAsync();
        await writing;
        Assert.Empty(await writes.LostAsync(world.Db));
        await world.EqualAsync(TimeSpan.FromSeconds(60));
    }

    private static int PortOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Port;

    private static string Through(string connection, FaultProxy proxy) => new NpgsqlConnectionStringBuilder(connection) { Host = "127.0.0.1", Port = proxy.Port }.ConnectionString;
}
