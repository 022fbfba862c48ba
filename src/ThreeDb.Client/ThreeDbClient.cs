using System.Text.Json;

namespace ThreeDb.Client;

/// <summary>A 3db server, seen by the holder of an API key. Thread-safe; keep one for the life of the application.</summary>
public sealed class ThreeDbClient : IThreeDb, IDisposable
{
    private readonly Wire _wire;
    private readonly bool _isView;

    /// <summary>Connects to a server; nothing is sent yet.</summary>
    /// <param name="server">The address of the server, for example <c>http://127.0.0.1:7373</c>.</param>
    /// <param name="key">An API key; null for a server that listens on loopback only.</param>
    /// <param name="handler">What sends requests; stays the caller's. A pooled one of the client's own when null.</param>
    public ThreeDbClient(Uri server, string? key = null, HttpMessageHandler? handler = null)
        : this(new Wire(server ?? throw new ArgumentNullException(nameof(server)), key, handler), isView: false)
    {
    }

    private ThreeDbClient(Wire wire, bool isView)
    {
        _wire = wire;
        _isView = isView;
        Entities = new EntitiesClient(_wire);
        Relations = new RelationsClient(_wire);
        Graph = new GraphClient(_wire);
        History = new HistoryClient(_wire);
        Types = new TypesClient(_wire);
        Scores = new ScoresClient(_wire);
        Sync = new SyncClient(_wire);
        Access = new AccessClient(_wire);
    }

    /// <inheritdoc />
    public IEntities Entities { get; }

    /// <inheritdoc />
    public IRelations Relations { get; }

    /// <inheritdoc />
    public IGraph Graph { get; }

    /// <inheritdoc />
    public IHistory History { get; }

    /// <inheritdoc />
    public IEntityTypes Types { get; }

    /// <inheritdoc />
    public IScores Scores { get; }

    /// <inheritdoc />
    public ISync Sync { get; }

    /// <summary>API keys of the caller's tenant, and health.</summary>
    public AccessClient Access { get; }

    /// <inheritdoc cref="IThreeDb.AtLeast" />
    /// <remarks>The view shares the connections of this client and ends with it.</remarks>
    public ThreeDbClient AtLeast(Position position, TimeSpan? wait = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wait ?? TimeSpan.Zero, TimeSpan.Zero, nameof(wait));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wait ?? TimeSpan.Zero, TimeSpan.FromSeconds(60), nameof(wait));
        return new ThreeDbClient(_wire.Demanding(position, wait), isView: true);
    }

    IThreeDb IThreeDb.AtLeast(Position position, TimeSpan? wait) => AtLeast(position, wait);

    /// <summary>Adds or changes a projection by its JSON form, as somebody wrote it: the server names every fault of it at once, also of its form.</summary>
    /// <exception cref="ThreeDbException"><c>TDB7006</c> with every fault, by JSON pointer.</exception>
    public Task<ProjectionStatus> PutProjectionAsync(string name, JsonElement definition, CancellationToken cancellationToken = default) =>
        new SyncClient(_wire).PutAsync<JsonElement>(name, definition, cancellationToken);

    /// <inheritdoc />
    public async Task<TransactionResult> WriteAsync(IReadOnlyList<Mutation> mutations, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var request = Wire.Request(HttpMethod.Post, "/v1/tx", new { mutations });
        Wire.SetIdempotencyKey(request, options?.IdempotencyKey);
        return await _wire.SendAsync<TransactionResult>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<BulkSummary> BulkAsync(IAsyncEnumerable<Mutation> mutations, BulkOptions? options = null, CancellationToken cancellationToken = default) =>
        BulkClient.RunAsync(_wire, new MutationContent(mutations, options?.Progress, cancellationToken), options, cancellationToken);

    /// <summary>Sends lines of mutations as they are (NDJSON), for example from a file.</summary>
    public Task<BulkSummary> BulkAsync(Stream lines, BulkOptions? options = null, CancellationToken cancellationToken = default) =>
        BulkClient.RunAsync(_wire, new StreamContent(lines), options, cancellationToken);

    /// <inheritdoc />
    public Task<QueryResult> QueryAsync(Query query, CancellationToken cancellationToken = default) =>
        _wire.AskAsync<Query, QueryResult>("/v1/query", query, cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_isView)
        {
            _wire.Dispose();
        }
    }
}
