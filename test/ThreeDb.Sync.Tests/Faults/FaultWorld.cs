using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>A PostgreSQL of its own to be killed, tables in another one as a sink, and an engine here that only looks on.</summary>
/// <remarks>The sink has a cluster of its own as well: what a broken link leaves open in it would hold back the log of every database beside it.</remarks>
internal sealed class FaultWorld : IAsyncDisposable
{
    public const string Projection = "copy";

    private readonly TestCluster _sink;
    private readonly SourceComparison _comparison;

    private FaultWorld(TestCluster cluster, string connectionString, TestCluster sink, ThreeDbEngine watcher, TenantDb db, SourceComparison comparison)
    {
        Cluster = cluster;
        ConnectionString = connectionString;
        _sink = sink;
        Watcher = watcher;
        Db = db;
        _comparison = comparison;
    }

    public TestCluster Cluster { get; }

    /// <summary>The source, without a proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>An engine that runs no projection.</summary>
    public ThreeDbEngine Watcher { get; }

    public TenantDb Db { get; }

    /// <summary>Makes the databases and declares the projection.</summary>
    /// <param name="sinkThrough">How to reach the sink: its connection string, changed; unchanged when null.</param>
    public static async Task<FaultWorld> CreateAsync(Func<string, string>? sinkThrough = null)
    {
        var cluster = await TestCluster.CreateAsync(isDurable: true);
        var sink = await TestCluster.CreateAsync();
        await TestPostgres.RunAsync(cluster.ConnectionString, "create database source");
        var connectionString = new Npgsql.NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Database = "source" }.ConnectionString;
        var factory = new TableProjectionFactory();
        await TestDatabase.MigrateAsync(connectionString);
        var watcher = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = connectionString, Migrate = false, RunProjections = false }, connectors: [factory]);
        var db = await watcher.ForAsync("default", "watcher");
        var direct = Json.Of(new { connection = sink.ConnectionString });
        var comparison = new SourceComparison(watcher, db, Projection, () => factory.Create(new ProjectionContext("default", Projection, TimeProvider.System), direct));
        var settings = Json.Of(new { connection = sinkThrough?.Invoke(sink.ConnectionString) ?? sink.ConnectionString });
        await db.Sync.PutAsync(Projection, new ProjectionDefinition { Kind = factory.Kind, Settings = settings });
        return new FaultWorld(cluster, connectionString, sink, watcher, db, comparison);
    }

    /// <summary>Waits until the projection holds what the source holds, row by row, read by this test itself; nobody writes meanwhile.</summary>
    public Task EqualAsync(TimeSpan within) => _comparison.EqualAsync(within);

    public async ValueTask DisposeAsync()
    {
        await Watcher.DisposeAsync();
        await _sink.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}
