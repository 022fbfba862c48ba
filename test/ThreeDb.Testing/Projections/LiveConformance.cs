using System.Net;
using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>A database with one projection into an engine, run as in a server.</summary>
public abstract class LiveConformance : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private JsonElement _direct;

    /// <summary>The name of the projection.</summary>
    protected string Name { get; } = $"live{Guid.NewGuid():N}"[..12];

    /// <summary>Where the randomness comes from.</summary>
    protected Random Random { get; } = new(TestSeed.Take());

    /// <summary>What writes and projects.</summary>
    protected ThreeDbEngine Engine { get; private set; } = null!;

    /// <summary>The tenant.</summary>
    protected TenantDb Db { get; private set; } = null!;

    /// <summary>What makes projections into the engine.</summary>
    protected abstract IProjectionFactory Factory { get; }

    /// <summary>The settings of a projection into the engine.</summary>
    /// <param name="at">Where to reach it instead of where it listens; null for there.</param>
    protected abstract Task<JsonElement> SettingsAsync(IPEndPoint? at);

    public virtual async ValueTask InitializeAsync()
    {
        _direct = await SettingsAsync(null);
        _database = await TestDatabase.CreateAsync();
        Engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = _database.ConnectionString, Migrate = false }, connectors: [Factory]);
        Db = await Engine.ForAsync();
        await Db.Sync.PutAsync(Name, new ProjectionDefinition { Kind = Factory.Kind, Settings = await UsedSettingsAsync() });
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await using (var copy = Open())
        {
            await copy.DropAsync(Fences.Newest, default);
        }

        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The settings that the projection has.</summary>
    protected virtual Task<JsonElement> UsedSettingsAsync() => SettingsAsync(null);

    /// <summary>What the source holds beside what the engine holds.</summary>
    protected SourceComparison Comparison() => new(Engine, Db, Name, Open);

    // Straight to the engine.
    private IProjection Open() => Factory.Create(new ProjectionContext("default", Name, TimeProvider.System), _direct);
}
