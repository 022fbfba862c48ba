using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Every fault in turn on the link to an engine, while writes go on: PostgreSQL does not notice, and the engine comes to hold all of it.</summary>
public abstract class LinkConformance : IAsyncLifetime
{
    private const int LittlePasses = 5_000;
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    private readonly string _name = $"link{Guid.NewGuid():N}"[..12];
    private readonly Random _random = new(TestSeed.Take());
    private FaultProxy _proxy = null!;
    private TestDatabase _database = null!;
    private ThreeDbEngine _engine = null!;
    private TenantDb _db = null!;
    private JsonElement _direct;

    /// <summary>What makes projections into the engine.</summary>
    protected abstract IProjectionFactory Factory { get; }

    /// <summary>Where the engine listens.</summary>
    protected abstract Task<EndPoint> EngineAsync();

    /// <summary>The settings of a projection into the engine.</summary>
    /// <param name="at">Where to reach it instead of where it listens; null for there.</param>
    protected abstract Task<JsonElement> SettingsAsync(IPEndPoint? at);

    public async ValueTask InitializeAsync()
    {
        _direct = await SettingsAsync(null);
        _proxy = FaultProxy.Start(await EngineAsync(), _random.Next());
        _database = await TestDatabase.CreateAsync();
        _engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = _database.ConnectionString, Migrate = false }, connectors: [Factory]);
        _db = await _engine.ForAsync();
        await _db.Sync.PutAsync(_name, new ProjectionDefinition { Kind = Factory.Kind, Settings = await SettingsAsync(_proxy.Address) });
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _proxy.DisposeAsync();
        await using (var copy = Open())
        {
            await copy.DropAsync(default);
        }

        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Engine_behind_a_link_with_every_fault_in_turn_holds_what_the_source_holds()
    {
        var comparison = new SourceComparison(_engine, _db, _name, Open);
        await AppliedAsync(comparison, "begin");
        var clock = Stopwatch.StartNew();
        var writes = new MixedWrites(_random.Next(), () => _db, perSecond: 60);
        using var stop = new CancellationTokenSource();
        var writing = writes.RunAsync(stop.Token);
        foreach (var fault in LinkFault.Every(LittlePasses))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{fault.Name} at {clock.Elapsed.TotalSeconds:F1} s: {writes.Acknowledged} writes, {_proxy.Accepted} connections");
            var (acknowledged, accepted) = (writes.Acknowledged, _proxy.Accepted);
            await fault.HoldAsync(_proxy, FaultScale.EngineLinkFault);
            Assert.True(writes.Acknowledged > acknowledged, $"Nothing could be written while the link was bad: {fault.Name}.");
            await AppliedAsync(comparison, fault.Name);
            Assert.True(!fault.EndsConnections || _proxy.Accepted > accepted, $"The link did not break: {fault.Name}.");
        }

        await stop.CancelAsync();
        await writing;
        Assert.Empty(writes.Failures);
        await comparison.EqualAsync(Minute);
        var status = await _db.Sync.GetAsync(_name);
        Assert.Equal((ProjectionState.Live, 0), (status.State, status.Parked));
    }

    private IProjection Open() => Factory.Create(new ProjectionContext("default", _name, TimeProvider.System), _direct);

    // Live again after a fault: what is written now gets there, through what has piled up.
    private async Task AppliedAsync(SourceComparison comparison, string after)
    {
        await _db.Entities.CreateAsync("mark", Json.Of(new { after }), $"after {after}");
        await comparison.HoldsAsync($"after {after}", Minute);
    }
}
