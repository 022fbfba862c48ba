using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ThreeDb.Changes;
using ThreeDb.Structures;
using ThreeDb.Sync;

namespace ThreeDb.Postgres;

/// <summary>The store: everything that 3db keeps, in PostgreSQL. One per process and database.</summary>
public sealed class PostgresStore : IAsyncDisposable
{
    private readonly StoreConnections _connections;
    private readonly StoreConnections _writing;
    private readonly StoreConnections _walking;
    private readonly TypeCatalogue _catalogue;
    private readonly StoreWriter _writer;
    private readonly DerivationWorker _derivation;
    private readonly MaintenanceWorker _maintenance;
    private readonly TableKeeper _keeper;
    private readonly TenantDirectory _tenants;
    private readonly KeyStore _keys;
    private readonly GraphLoader _graphs;
    private int _closed;

    private PostgresStore(PostgresOptions options, StoreIdentity identity, StoreConnections connections, StoreConnections writing, StoreConnections walking, StoreFeed feed, ITextEmbedder embedder, JsonLimits limits, TimeProvider time, ILogger logger)
    {
        Options = options;
        Identity = identity;
        _connections = connections;
        _writing = writing;
        _walking = walking;
        Feed = feed;
        _catalogue = new TypeCatalogue(connections, time);
        _tenants = new TenantDirectory(connections, time);
        _keys = new KeyStore(connections, time);
        var positions = feed.Positions;
        var vectors = identity.Vectors;
        _keeper = new TableKeeper(connections, time, logger);
        var services = new WriteServices(writing, _catalogue, new LexemeCache(), new KnownIds(), new Presumption(), new DatabaseClock(time),
            new SeqAllocator(connections), new BatchReader(vectors), new BatchWriter(new WriteParts(vectors)), _keeper, embedder, positions, feed.Signal, limits);
        var preparer = new MutationPreparer(_catalogue, limits);
        _writer = new StoreWriter(services, preparer, options, time, logger);
        _derivation = new DerivationWorker(connections, _writer, time, logger);
        _maintenance = new MaintenanceWorker(connections, time, logger);
        var history = new HistoryReader(connections, positions);
        var answers = new EarlierAnswers(connections);
        var scan = new VectorScan(connections, vectors);
        Parts = new StoreParts(
            _writer, new BulkWriter(services, _writer, preparer, time, logger), new EntityReader(connections), new EntityLister(connections),
            new RelationLister(connections), new GraphReader(walking, _catalogue), history, new RestoreWriter(new Restorer(connections, history), _writer, answers, positions),
            new TypeStore(connections, _catalogue, _derivation.Wake), new Ranker(connections, walking, _catalogue, vectors, scan, _keeper), scan,
            new Highlighter(connections, _catalogue), _keys, new KeyMaker(connections, answers, _writer.Running, time), new PositionGate(connections, positions, time), _catalogue, new EntityNames(connections, _catalogue), new RelationTypeNames(connections),
            new ScoreWriter(connections, _keeper), new ScoreReader(connections));
        _graphs = new GraphLoader(connections, walking);
    }

    /// <summary>How the store reaches PostgreSQL.</summary>
    public PostgresOptions Options { get; }

    /// <summary>Facts about the database.</summary>
    public StoreIdentity Identity { get; }

    /// <summary>What is kept about projections, and the change logs that they are fed from.</summary>
    public ISyncStore Sync => Feed.Store;

    internal StoreFeed Feed { get; }

    internal StoreParts Parts { get; }

    /// <summary>Opens the store of a migrated database.</summary>
    /// <exception cref="ThreeDbException"><c>TDB4001</c>, <c>TDB4005</c>.</exception>
    public static async Task<PostgresStore> OpenAsync(
        PostgresOptions options, ITextEmbedder embedder, JsonLimits? limits = null, TimeProvider? time = null,
        ILoggerFactory? loggers = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(embedder);
        var clock = time ?? TimeProvider.System;
        var connections = StoreConnections.ForReading(options, clock, loggers);
        var writing = StoreConnections.ForWriting(options, clock, loggers);
        var walking = StoreConnections.ForWalking(options, clock, loggers);
        try
        {
            var identity = await StoreIdentity.ReadAsync(connections, embedder, cancellationToken).ConfigureAwait(false);
            var logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("ThreeDb.Store");
            var feed = new StoreFeed(options, identity, connections, clock, loggers, logger);
            var store = new PostgresStore(options, identity, connections, writing, walking, feed, embedder, limits ?? JsonLimits.Default, clock, logger);
            store._derivation.Start();
            store._maintenance.Start();
            store._keeper.Start();
            feed.Start();
            return store;
        }
        catch
        {
            await connections.DisposeAsync().ConfigureAwait(false);
            await writing.DisposeAsync().ConfigureAwait(false);
            await walking.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A session of a tenant, by name.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2012</c>.</exception>
    public async ValueTask<StoreSession> SessionAsync(string tenant, string actor, CancellationToken cancellationToken = default) =>
        Session(await _tenants.FindAsync(tenant, cancellationToken).ConfigureAwait(false), tenant, actor);

    /// <summary>A session of a tenant, by number.</summary>
    public StoreSession Session(int tenantId, string tenant, string actor) => new(Parts, tenantId, tenant, actor);

    /// <summary>Sends the whole graph of a tenant, as it is at one moment.</summary>
    /// <returns>The point of the change log that the rows have all of; they may have some of what lies behind it.</returns>
    public Task<LogPoint> LoadGraphAsync(int tenantId, IGraphRows rows, CancellationToken cancellationToken = default) => _graphs.LoadAsync(tenantId, rows, cancellationToken);

    /// <summary>How large the graph of a tenant is. Reads every row, but sends none.</summary>
    public Task<GraphSize> CountGraphAsync(int tenantId, CancellationToken cancellationToken = default) => _graphs.CountAsync(tenantId, cancellationToken);

    /// <summary>Who an API key belongs to; null when it is not valid.</summary>
    public ValueTask<KeyHolder?> FindKeyAsync(string secret, CancellationToken cancellationToken = default) => _keys.FindAsync(secret, cancellationToken);

    /// <summary>Whether any valid API key exists.</summary>
    public Task<bool> HasKeysAsync(CancellationToken cancellationToken = default) => _keys.AnyAsync(cancellationToken);

    /// <summary>Asks PostgreSQL for an answer.</summary>
    /// <exception cref="ThreeDbException"><c>TDB4001</c>.</exception>
    public async Task PingAsync(CancellationToken cancellationToken = default)
    {
        var connection = await _connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        try
        {
            await new AdminSql(connection, cancellationToken).RunAsync("select 1").ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: false) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Writes what is queued, then closes. Closing again does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
        {
            return;
        }

        await _maintenance.DisposeAsync().ConfigureAwait(false);
        await _derivation.DisposeAsync().ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
        await _keeper.DisposeAsync().ConfigureAwait(false);
        await Feed.DisposeAsync().ConfigureAwait(false);
        await _connections.DisposeAsync().ConfigureAwait(false);
        await _writing.DisposeAsync().ConfigureAwait(false);
        await _walking.DisposeAsync().ConfigureAwait(false);
    }
}

/// <summary>What sessions work with.</summary>
internal sealed record StoreParts(
    StoreWriter Writer, BulkWriter Bulk, EntityReader Entities, EntityLister Lister, RelationLister Relations, GraphReader Graph,
    HistoryReader History, RestoreWriter Restores, TypeStore Types, Ranker Ranker, VectorScan Vectors, Highlighter Highlighter, KeyStore Keys, KeyMaker KeyMaker, PositionGate Gate, TypeCatalogue Catalogue, EntityNames Names, RelationTypeNames RelationNames,
    ScoreWriter Scores, ScoreReader SavedScores);
