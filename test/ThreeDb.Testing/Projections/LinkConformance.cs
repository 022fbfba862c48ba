using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace ThreeDb.Testing;

/// <summary>Every fault in turn on the link to an engine, while writes go on: PostgreSQL does not notice, and the engine comes to hold all of it.</summary>
public abstract class LinkConformance : PoisonFlowConformance
{
    private const int LittlePasses = 5_000;
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    private FaultProxy _proxy = null!;

    /// <summary>Where the engine listens.</summary>
    protected abstract Task<EndPoint> EngineAsync();

    protected override async Task<JsonElement> UsedSettingsAsync()
    {
        _proxy = FaultProxy.Start(await EngineAsync(), Random.Next());
        return await SettingsAsync(_proxy.Address);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _proxy.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Engine_behind_a_link_with_every_fault_in_turn_holds_what_the_source_holds()
    {
        var comparison = Comparison();
        await AppliedAsync(comparison, "begin");
        var clock = Stopwatch.StartNew();
        var writes = new MixedWrites(Random.Next(), () => Db, perSecond: 60);
        using var stop = new CancellationTokenSource();
        var writing = writes.RunAsync(stop.Token);
        foreach (var fault in LinkFault.Every(LittlePasses))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{fault.Name} at {clock.Elapsed.TotalSeconds:F1} s: {writes.Acknowledged} writes, {_proxy.Accepted} connections");
            var (acknowledged, accepted) = (writes.Acknowledged, _proxy.Accepted);

            // PostgreSQL takes writes while the link is bad: it is not good again before one is acknowledged that began meanwhile.
            await fault.HoldAsync(_proxy, FaultScale.EngineLinkFault, () => writes.ReachAsync(acknowledged + MixedWrites.Clients + 1));
            await AppliedAsync(comparison, fault.Name);
            Assert.True(!fault.EndsConnections || _proxy.Accepted > accepted, $"The link did not break: {fault.Name}.");
        }

        await stop.CancelAsync();
        await writing;
        Assert.Empty(writes.Failures);
        await comparison.EqualAsync(Minute);
        await Until.ExpectedAsync(() => Db.Sync.GetAsync(Name), status => status is { State: ProjectionState.Live, Parked: 0 }, Minute);
    }

    // Live again after a fault: what is written now gets there, through what has piled up.
    private async Task AppliedAsync(SourceComparison comparison, string after)
    {
        await Db.Entities.CreateAsync("mark", Json.Of(new { after }), $"after {after}");
        await comparison.HoldsAsync($"after {after}", Minute);
    }
}
