using System.Diagnostics;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>The load of the tests of faults.</summary>
public sealed class MixedWritesTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(2);

    // Clients that count attempts believe to be 8 s ahead after the outage, and have this rate after a minute.
    [Fact]
    public async Task Writes_that_an_outage_held_up_are_caught_up_with()
    {
        var outage = Stopwatch.StartNew();
        var writes = new MixedWrites(
            TestSeed.Take(), () => outage.Elapsed < Outage ? throw new ThreeDbException(ErrorCodes.StoreUnreachable) : fixture.Db, perSecond: 60);
        using var stop = new CancellationTokenSource();
        var writing = writes.RunAsync(stop.Token);
        await Until.TrueAsync(() => outage.Elapsed > Outage && writes.Rate >= 50, TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await writing;
        Assert.True(writes.Failures[ErrorCodes.StoreUnreachable.Code] > 0);
        Assert.Empty(await writes.LostAsync(fixture.Db));
    }
}
