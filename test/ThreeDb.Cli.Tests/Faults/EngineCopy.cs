using System.Text.Json;
using ThreeDb.Caching;
using ThreeDb.Projections;

namespace ThreeDb.Cli.Tests.Faults;

/// <summary>A projection into the server of an engine that all tests share.</summary>
internal sealed class EngineCopy
{
    private readonly IProjectionFactory _factory;
    private readonly JsonElement _settings;
    private readonly string _database;

    private EngineCopy(IProjectionFactory factory, JsonElement settings, string database)
    {
        _factory = factory;
        _settings = settings;
        _database = database;
        Name = $"{factory.Kind}{Guid.NewGuid():N}"[..16];
    }

    /// <summary>The name of the projection.</summary>
    public string Name { get; }

    /// <summary>Whether it holds only what was read, and no relations.</summary>
    public bool IsCache => _factory is IReadCacheFactory;

    /// <summary>What is declared.</summary>
    public ProjectionDefinition Definition => new() { Kind = _factory.Kind, Settings = _settings };

    /// <summary>Makes one; declares nothing yet.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="database">What engines tell the source by.</param>
    public static async Task<EngineCopy> CreateAsync(Engine engine, string database)
    {
        var server = await EngineServer.SharedAsync(engine);
        return new EngineCopy(Connectors.All.Single(factory => factory.Kind == engine.Name), engine.SettingsOf(server.Url), database);
    }

    /// <summary>A way to read what is held, beside the leader.</summary>
    public IProjection Open() => _factory.Create(new ProjectionContext("default", Name, TimeProvider.System) { Database = _database }, _settings);

    /// <summary>Removes it from the engine; no leader comes back to it.</summary>
    public async Task DropAsync()
    {
        await using var copy = Open();
        await copy.DropAsync(Fences.Newest, default);
    }
}
