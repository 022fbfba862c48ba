using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.FalkorDb.Tests;

/// <summary>A graph for one test, prepared, and dropped afterwards.</summary>
public abstract class FalkorDbTest : IAsyncLifetime
{
    private static int _graphs;
    private RespClient? _client;
    private Fence _fence = new(1, 0);

    internal ProjectionContext Context { get; } = new($"falkordb-{Environment.ProcessId}-{Interlocked.Increment(ref _graphs)}", "graph", TimeProvider.System);

    internal FalkorDbProjection Projection { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Projection = await FalkorDbServer.CreateAsync(Context);
        await Projection.PrepareAsync(NextFence(), Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Projection.DropAsync(Fences.Newest, CancellationToken.None);
        await Projection.DisposeAsync();
        await (_client?.DisposeAsync() ?? default);
        GC.SuppressFinalize(this);
    }

    /// <summary>A connection beside the projection's own.</summary>
    internal async Task<IRespClient> ClientAsync() =>
        _client ??= new RespClient(new RespOptions { Endpoint = RespEndpoint.Parse((await EngineServer.SharedAsync(FalkorDbEngine.Instance)).Url) });

    /// <summary>The graph, past the projection.</summary>
    internal async Task<FalkorDbGraph> GraphAsync() => new(await ClientAsync(), GraphNames.Of(Context).Current, TimeProvider.System);

    protected Fence NextFence() => _fence = _fence.Next();

    protected Task ApplyAsync(IEnumerable<ProjectedEntity> entities, params ProjectedRelation[] relations) =>
        Projection.ApplyAsync(new ProjectionBatch(NextFence(), [.. entities], relations), Token);

    /// <summary>The rows of an answer as JSON, one a line.</summary>
    protected async Task<string> AskAsync(string cypher, string parameters = "{}", int maxRows = 100) =>
        string.Join('\n', (await QueryAsync(cypher, parameters, maxRows)).Rows.Select(row => string.Join(" | ", row.Select(cell => cell.GetRawText()))));

    protected Task<EngineAnswer> QueryAsync(string cypher, string parameters = "{}", int maxRows = 100, double seconds = 30) => Projection.QueryAsync(
        new EngineQuery(cypher, Json.Of(parameters).EnumerateObject().ToDictionary(member => member.Name, member => member.Value), TimeSpan.FromSeconds(seconds), maxRows), Token);

    protected async Task<long> CountAsync(string match) => (await QueryAsync($"MATCH {match} RETURN count(*)")).Rows[0][0].GetInt64();
}
