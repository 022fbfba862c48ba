using Npgsql;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>A source in a PostgreSQL of its own, to be killed, and an engine here that only looks on.</summary>
public sealed class FaultSource : IAsyncDisposable
{
    private FaultSource(TestCluster cluster, string connectionString, ThreeDbEngine watcher, TenantDb db)
    {
        Cluster = cluster;
        ConnectionString = connectionString;
        Watcher = watcher;
        Db = db;
    }

    /// <summary>The PostgreSQL.</summary>
    public TestCluster Cluster { get; }

    /// <summary>The source, without a proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>An engine that runs no projection.</summary>
    public ThreeDbEngine Watcher { get; }

    /// <summary>The tenant <c>default</c>, as actor <c>watcher</c>.</summary>
    public TenantDb Db { get; }

    /// <summary>What engines tell the source by.</summary>
    public string Database => Watcher.Store.Sync.Database;

    /// <summary>Makes the PostgreSQL and the source in it.</summary>
    /// <param name="connectors">What the watcher can declare projections into. With a cache among them it would not read the source itself any more.</param>
    public static async Task<FaultSource> CreateAsync(params IEnumerable<IProjectionFactory> connectors)
    {
        var cluster = await TestCluster.CreateAsync(isDurable: true);
        await TestPostgres.RunAsync(cluster.ConnectionString, "create database source");
        var connectionString = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Database = "source" }.ConnectionString;
        await TestDatabase.MigrateAsync(connectionString);
        var watcher = await OpenAsync(connectionString, connectors);
        return new FaultSource(cluster, connectionString, watcher, await watcher.ForAsync("default", "watcher"));
    }

    /// <summary>Another engine that runs no projection, as another process would have.</summary>
    public Task<ThreeDbEngine> OpenAsync(IEnumerable<IProjectionFactory> connectors) => OpenAsync(ConnectionString, connectors);

    public async ValueTask DisposeAsync()
    {
        await Watcher.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    private static Task<ThreeDbEngine> OpenAsync(string connectionString, IEnumerable<IProjectionFactory> connectors) =>
        ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = connectionString, Migrate = false, RunProjections = false }, connectors: connectors);
}
