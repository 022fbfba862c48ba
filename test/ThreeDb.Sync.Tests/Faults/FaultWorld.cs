using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>A source to be killed, and tables in another PostgreSQL as a sink.</summary>
/// <remarks>The sink has a cluster of its own as well: what a broken link leaves open in it would hold back the log of every database beside it.</remarks>
internal sealed class FaultWorld : IAsyncDisposable
{
    public const string Projection = "copy";

    private readonly TestCluster _sink;
    private readonly SourceComparison _comparison;

    private FaultWorld(FaultSource source, TestCluster sink, SourceComparison comparison)
    {
        Source = source;
        _sink = sink;
        _comparison = comparison;
    }

    public FaultSource Source { get; }

    /// <summary>The source, without a proxy.</summary>
    public string ConnectionString => Source.ConnectionString;

    /// <summary>The tenant, in an engine that runs no projection.</summary>
    public TenantDb Db => Source.Db;

    /// <summary>Makes the databases and declares the projection.</summary>
    /// <param name="sinkThrough">How to reach the sink: its connection string, changed; unchanged when null.</param>
    public static async Task<FaultWorld> CreateAsync(Func<string, string>? sinkThrough = null)
    {
        var factory = new TableProjectionFactory();
        var source = await FaultSource.CreateAsync(factory);
        var sink = await TestCluster.CreateAsync();
        var direct = Json.Of(new { connection = sink.ConnectionString });
        var comparison = new SourceComparison(source.Watcher, source.Db, Projection, () => factory.Create(new ProjectionContext("default", Projection, TimeProvider.System), direct));
        var settings = Json.Of(new { connection = sinkThrough?.Invoke(sink.ConnectionString) ?? sink.ConnectionString });
        await source.Db.Sync.PutAsync(Projection, new ProjectionDefinition { Kind = factory.Kind, Settings = settings });
        return new FaultWorld(source, sink, comparison);
    }

    /// <summary>Waits until the projection holds what the source holds, row by row, read by this test itself; nobody writes meanwhile.</summary>
    public Task EqualAsync(TimeSpan within) => _comparison.EqualAsync(within);

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await Source.DisposeAsync();
    }
}
