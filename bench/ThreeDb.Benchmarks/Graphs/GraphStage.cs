using System.Diagnostics;
using Npgsql;
using ThreeDb.Client;
using ThreeDb.Embeddings;
using ThreeDb.Postgres;

namespace ThreeDb.Benchmarks;

/// <summary>One graph in a database of its own, as the tenant <c>default</c>, and a server on it.</summary>
internal sealed class GraphStage : IAsyncDisposable
{
    private readonly BenchmarkServer _server;

    private GraphStage(BenchmarkDatabase database, PostgresStore store, BenchmarkServer server, GraphData graph, int tenant)
    {
        (Database, Store, _server, Graph, Tenant) = (database, store, server, graph, tenant);
        Client = new ThreeDbClient(server.Url);
    }

    public GraphData Graph { get; }

    public BenchmarkDatabase Database { get; }

    /// <summary>The store, for what is measured in this process.</summary>
    public PostgresStore Store { get; }

    /// <summary>The number of the tenant.</summary>
    public int Tenant { get; }

    /// <summary>3db over HTTP.</summary>
    public ThreeDbClient Client { get; }

    public static async Task<GraphStage> SetAsync(BenchmarkOptions options, GraphData graph, CancellationToken cancellationToken)
    {
        options.Doing?.Invoke($"{graph.Title}: {graph.RelationCount:N0} relations into the tables by COPY");
        var database = await BenchmarkDatabase.CreateAsync(options.ConnectionString, cancellationToken);
        try
        {
            await (await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = database.ConnectionString }, cancellationToken: cancellationToken)).DisposeAsync();
            var tenant = await database.ScalarAsync<int>("select tenant_id from threedb.tenant where name = 'default'", cancellationToken);
            await GraphTables.FillAsync(database, tenant, graph, cancellationToken);
            var store = await PostgresStore.OpenAsync(new PostgresOptions { ConnectionString = database.ConnectionString }, new HashingEmbedder(), cancellationToken: cancellationToken);
            var server = await options.StartServer(database.ConnectionString, cancellationToken);
            return new GraphStage(database, store, server, graph, tenant);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>3db with the graph in memory, on both sides of the wire.</summary>
    public async Task<ThreeDbContestant> OursAsync(CancellationToken cancellationToken)
    {
        var ours = new ThreeDbContestant(Client.Graph, Store, Tenant);
        await ours.LoadAsync(Graph, cancellationToken);
        return ours;
    }

    /// <summary>Recursive SQL over the same tables. Given up after so many seconds.</summary>
    public async Task<SqlContestant> SqlAsync(int seconds, CancellationToken cancellationToken)
    {
        var connection = await Database.Bare.OpenConnectionAsync(cancellationToken);
        await using var limit = new NpgsqlCommand($"set statement_timeout = '{seconds}s'", connection);
        await limit.ExecuteNonQueryAsync(cancellationToken);
        return new SqlContestant(connection, Tenant);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        await Store.DisposeAsync();
        await Database.DisposeAsync();
    }
}
