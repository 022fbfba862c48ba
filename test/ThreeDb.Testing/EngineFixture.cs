using Microsoft.Extensions.Logging;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>A database with an engine on it, for one test class.</summary>
public class EngineFixture : IAsyncLifetime
{
    private int _ids;

    public TestDatabase Database { get; private set; } = null!;

    public ThreeDbEngine Engine { get; private set; } = null!;

    /// <summary>The tenant <c>default</c>, as actor <c>tester</c>.</summary>
    public TenantDb Db { get; private set; } = null!;

    /// <summary>The tenant <c>other</c>, as actor <c>stranger</c>.</summary>
    public TenantDb Other { get; private set; } = null!;

    /// <summary>What projections of the engine can go to.</summary>
    protected virtual IReadOnlyList<IProjectionFactory> Connectors => [];

    /// <summary>Where the engines and servers log. THREEDB_TEST_LOG=1 prints it.</summary>
    protected virtual ILoggerFactory? Loggers { get; } =
        Environment.GetEnvironmentVariable("THREEDB_TEST_LOG") is { Length: > 0 } ? LoggerFactory.Create(logging => logging.AddFilter("Npgsql", LogLevel.Warning).AddConsole()) : null;

    /// <summary>What graphs in memory may take, in bytes; null for the usual.</summary>
    protected virtual long? MemoryBudget => null;

    /// <summary>Whether the engines run projections; a test of what they run on does that itself.</summary>
    protected virtual bool RunsProjections => true;

    /// <summary>A text that no other test of the class uses.</summary>
    public string Unique(string prefix = "x") => $"{prefix}{Interlocked.Increment(ref _ids)}";

    /// <summary>Another engine on the same database, as another process would have.</summary>
    public Task<ThreeDbEngine> OpenAsync(Action<ThreeDbOptions>? configure = null, params IEnumerable<IProjectionFactory> connectors)
    {
        var options = new ThreeDbOptions { ConnectionString = Database.ConnectionString, Migrate = false, MaxConnections = 10, RunProjections = RunsProjections };
        configure?.Invoke(options);
        return ThreeDbEngine.OpenAsync(options, loggers: Loggers, connectors: connectors);
    }

    public virtual async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync();
        Engine = await OpenAsync(options => options.MemoryBudget = MemoryBudget ?? options.MemoryBudget, Connectors);
        Db = await Engine.ForAsync("default", "tester");
        Other = await Engine.ForAsync("other", "stranger");
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
