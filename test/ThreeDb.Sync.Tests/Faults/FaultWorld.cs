using System.Diagnostics;
using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>A PostgreSQL of its own to be killed, tables in another one as a sink, and an engine here that only looks on.</summary>
/// <remarks>The sink has a cluster of its own as well: what a broken link leaves open in it would hold back the log of every database beside it.</remarks>
internal sealed class FaultWorld : IAsyncDisposable
{
    public const string Projection = "copy";

    private readonly TestCluster _sink;
    private readonly IProjection _tables;

    private FaultWorld(TestCluster cluster, string connectionString, TestCluster sink, ThreeDbEngine watcher, TenantDb db, IProjection tables)
    {
        Cluster = cluster;
        ConnectionString = connectionString;
        _sink = sink;
        Watcher = watcher;
        Db = db;
        _tables = tables;
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
        var tables = factory.Create(new ProjectionContext("default", Projection, TimeProvider.System), Json.Of(new { connection = sink.ConnectionString }));
        var settings = Json.Of(new { connection = sinkThrough?.Invoke(sink.ConnectionString) ?? sink.ConnectionString });
        await db.Sync.PutAsync(Projection, new ProjectionDefinition { Kind = factory.Kind, Settings = settings });
        return new FaultWorld(cluster, connectionString, sink, watcher, db, tables);
    }

    /// <summary>Waits until the projection holds what the source holds, row by row, read by this test itself; nobody writes meanwhile.</summary>
    public async Task EqualAsync(TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var faults = await DifferencesAsync();
            if (faults.Count == 0)
            {
                return;
            }

            Assert.True(clock.Elapsed < within, $"After {within} the projection still differs in {faults.Count} places:\n{string.Join('\n', faults.Take(20))}\n{await StatusAsync()}");
            await Task.Delay(250);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _tables.DisposeAsync();
        await Watcher.DisposeAsync();
        await _sink.DisposeAsync();
        await Cluster.DisposeAsync();
    }

    private async Task<string> StatusAsync() => Json.Of(await Db.Sync.GetAsync(Projection)).GetRawText();

    private async Task<IReadOnlyList<string>> DifferencesAsync()
    {
        try
        {
            var expected = await ExpectedAsync();
            return
            [
                .. await expected.DifferencesAsync(_tables, relations: false, new SeqRange(0, 1L << 32), isPartial: false),
                .. await expected.DifferencesAsync(_tables, relations: true, new SeqRange(0, 1L << 32), isPartial: false),
            ];
        }
        catch (ThreeDbException e)
        {
            return [e.Message];
        }
    }

    private async Task<ExpectedRows> ExpectedAsync()
    {
        var source = await Watcher.Store.Sync.SourceAsync(Db.Session.TenantId, default);
        var plan = RulesPlan.Of(null);
        var entities = await source.EntitiesAsync(0, 1L << 32, 1_000_000, new SourceNeeds(), default);
        var (relations, _) = await source.RelationsAsync(0, 1L << 32, 1_000_000, new SourceNeeds(), default);
        var expected = new ExpectedRows();
        expected.Apply(new ProjectionBatch(default, [.. entities.Select(plan.Shape)], [.. relations.Select(plan.Shape)]));
        return expected;
    }
}
