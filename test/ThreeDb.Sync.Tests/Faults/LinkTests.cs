using Npgsql;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Every fault of a link, on the link to the source and on the one to the sink, under load: nothing is lost, and all is equal afterwards.</summary>
public sealed class LinkTests
{
    private static readonly (string Name, Func<FaultProxy, Task> Begin)[] Faults =
    [
        ("latency", proxy => Set(proxy, new LinkFaults { Latency = TimeSpan.FromMilliseconds(40), Jitter = TimeSpan.FromMilliseconds(40) })),
        ("slow", proxy => Set(proxy, new LinkFaults { BytesPerSecond = 200_000 })),
        ("slice", proxy => Set(proxy, new LinkFaults { SliceBytes = 300 })),
        ("half-open", proxy => Set(proxy, new LinkFaults { IsHalfOpen = true })),
        ("lost answers", proxy => Set(proxy, new LinkFaults { IsHalfOpen = true, Directions = LinkDirections.ToClient })),
        ("cut", proxy => Set(proxy, new LinkFaults { CutAfterBytes = 20_000 })),
        ("reset", proxy => Set(proxy, new LinkFaults { ResetAfterBytes = 20_000 })),
        ("down", proxy => proxy.DownAsync()),
    ];

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
        var writes = new MixedWrites(random.Next(), () => server.Url, mayComeLate: true);
        var writing = writes.RunAsync(stop.Token);
        var proxy = link == "sink" ? sinkProxy! : sourceProxy;
        await writes.ReachAsync(100);
        foreach (var (name, begin) in Faults)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {writes.Acknowledged} writes");
            await begin(proxy);
            await Task.Delay(FaultScale.LinkFault);
            if (name == "down")
            {
                proxy.Up();
            }

            proxy.Faults = LinkFaults.None;
            await writes.ReachAsync(writes.Acknowledged + 20);
        }

        Assert.True(proxy.Accepted > 0, "The link was not used through the proxy.");
        await stop.CancelAsync();
        await writing;
        Assert.Empty(await writes.LostAsync(world.Db));
        await world.EqualAsync(TimeSpan.FromSeconds(60));
    }

    private static Task Set(FaultProxy proxy, LinkFaults faults)
    {
        proxy.Faults = faults;
        return Task.CompletedTask;
    }

    private static int PortOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Port;

    private static string Through(string connection, FaultProxy proxy) => new NpgsqlConnectionStringBuilder(connection) { Host = "127.0.0.1", Port = proxy.Port }.ConnectionString;
}
