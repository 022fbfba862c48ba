using System.Diagnostics;
using ThreeDb.Client;
using ThreeDb.Postgres;

namespace ThreeDb.Benchmarks;

/// <summary>What every suite works on: one database with the entities loaded, 3db as a library and as a server on it, and plain Npgsql beside them.</summary>
internal sealed class BenchmarkContext : IAsyncDisposable
{
    private BenchmarkContext(
        BenchmarkOptions options, BenchmarkReport report, BenchmarkDatabase database, BenchmarkDocuments documents,
        ThreeDbEngine engine, BenchmarkServer server)
    {
        (Options, Report, Database, Documents, Engine, Server) = (options, report, database, documents, engine, server);
        Client = new ThreeDbClient(server.Url);
    }

    public BenchmarkOptions Options { get; }

    public BenchmarkReport Report { get; }

    public BenchmarkDatabase Database { get; }

    public BenchmarkDocuments Documents { get; }

    public ThreeDbEngine Engine { get; }

    public BenchmarkServer Server { get; }

    /// <summary>3db over HTTP, tenant <c>default</c>.</summary>
    public ThreeDbClient Client { get; }

    /// <summary>The number of <c>default</c> in the tables.</summary>
    public int TenantId { get; private set; }

    /// <summary>How long loading the entities over HTTP took, and COPY of the same documents.</summary>
    public (TimeSpan Ours, TimeSpan Copy) Loading { get; private set; }

    public static async Task<BenchmarkContext> CreateAsync(BenchmarkOptions options, BenchmarkReport report, CancellationToken cancellationToken)
    {
        options.Doing?.Invoke("making a database");
        var database = await BenchmarkDatabase.CreateAsync(options.ConnectionString, cancellationToken);
        try
        {
            var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = database.ConnectionString }, cancellationToken: cancellationToken);
            var server = await options.StartServer(database.ConnectionString, cancellationToken);
            var documents = await BenchmarkDocuments.ReadAsync(cancellationToken);
            var context = new BenchmarkContext(options, report, database, documents, engine, server);
            await context.LoadAsync(cancellationToken);
            return context;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another tenant, used as a library.</summary>
    public Task<TenantDb> TenantAsync(string name, CancellationToken cancellationToken) => TenantAsync(Engine, name, cancellationToken);

    /// <summary>Another tenant, used by way of another engine, such as one with connectors.</summary>
    public async Task<TenantDb> TenantAsync(ThreeDbEngine engine, string name, CancellationToken cancellationToken)
    {
        await new TenantAdmin(Database.ConnectionString).CreateAsync(name, mayExist: true, cancellationToken);
        return await engine.ForAsync(name, "bench", cancellationToken);
    }

    /// <summary>Brings both sides to rest: statistics are there, and nothing waits to be done.</summary>
    public Task SettleAsync(CancellationToken cancellationToken) => Database.RunAsync("vacuum analyze", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        await Engine.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        Options.Doing?.Invoke($"loading {Options.Rows:N0} entities");
        TenantId = await Database.ScalarAsync<int>("select tenant_id from threedb.tenant where name = 'default'", cancellationToken);
        await Client.Types.PutAsync(BenchmarkDocuments.Type, BenchmarkDocuments.Definition, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var summary = await Client.BulkAsync(Mutations(), cancellationToken: cancellationToken);
        var ours = Stopwatch.GetElapsedTime(start);
        if (summary.Created != Options.Rows)
        {
            throw new InvalidOperationException($"Only {summary.Created:N0} of {Options.Rows:N0} entities were loaded.");
        }

        start = Stopwatch.GetTimestamp();
        await BareCopy.RunAsync(Database, "bare.document", Enumerable.Range(0, Options.Rows).Select(i =>
            (BenchmarkDocuments.IdOf(i), System.Text.Encoding.UTF8.GetString(Documents.Bytes(i).WrittenSpan))), cancellationToken);
        Loading = (ours, Stopwatch.GetElapsedTime(start));
        Report.Rows = Options.Rows;
        await SettleAsync(cancellationToken);
    }

    private async IAsyncEnumerable<Mutation> Mutations()
    {
        for (var i = 0; i < Options.Rows; i++)
        {
            yield return Documents.Mutation(i);
        }

        await Task.CompletedTask;
    }
}
