using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ThreeDb.Caching;
using ThreeDb.Embeddings;
using ThreeDb.Graphs;
using ThreeDb.LocalPostgres;
using ThreeDb.Postgres;
using ThreeDb.Projections;
using ThreeDb.Sync;

namespace ThreeDb;

/// <summary>An embedded 3db: opens the store and gives out tenants.</summary>
public sealed class ThreeDbEngine : IAsyncDisposable
{
    private readonly PostgresStore _store;
    private readonly ITextEmbedder _embedder;
    private readonly SyncHost _sync;
    private readonly CacheHost _caches;
    private readonly GraphMemory _graphs;

    private ThreeDbEngine(PostgresStore store, ITextEmbedder embedder, SyncHost sync, CacheHost caches, GraphMemory graphs, string connectionString)
    {
        _store = store;
        _embedder = embedder;
        _sync = sync;
        _caches = caches;
        _graphs = graphs;
        ConnectionString = connectionString;
    }

    /// <summary>Where PostgreSQL is, for administration. Holds a password.</summary>
    public string ConnectionString { get; }

    /// <summary>The store below.</summary>
    public PostgresStore Store => _store;

    /// <summary>Opens 3db: provides PostgreSQL when no other is named, migrates the database, makes the tenant.</summary>
    /// <param name="options">Settings; defaults when null.</param>
    /// <param name="generator">Embeds texts; the built-in hashing of words when null.</param>
    /// <param name="loggers">Where logs go; nowhere when null.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="connectors">What projections can go to; nothing when null.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ThreeDbException">4xxx when the database cannot be used, 5xxx when none can be provided, <c>TDB6003</c> for settings out of range.</exception>
    public static async Task<ThreeDbEngine> OpenAsync(
        ThreeDbOptions? options = null, IEmbeddingGenerator<string, Embedding<float>>? generator = null,
        ILoggerFactory? loggers = null, TimeProvider? time = null, IEnumerable<IProjectionFactory>? connectors = null, CancellationToken cancellationToken = default)
    {
        options ??= new ThreeDbOptions();
        ThreeDbOptionsRules.Check(options);
        var embedder = generator as ITextEmbedder ?? (generator is null ? new HashingEmbedder() : new GeneratorTextEmbedder(generator));
        var connectionString = options.ConnectionString
            ?? await LocalDatabase.EnsureAsync(new LocalPostgresServer(), progress: null, cancellationToken).ConfigureAwait(false);
        if (options.Migrate)
        {
            await new Migrator(connectionString).RunAsync(embedder, cancellationToken: cancellationToken).ConfigureAwait(false);
            await new TenantAdmin(connectionString).CreateAsync(options.Tenant, mayExist: true, cancellationToken).ConfigureAwait(false);
        }

        var postgres = new PostgresOptions
        {
            ConnectionString = connectionString,
            MaxConnections = options.MaxConnections,
            WriteLanes = options.WriteLanes,
            StatementTimeout = options.StatementTimeout,
        };
        var limits = new JsonLimits { MaxDepth = options.MaxDepth, MaxMembers = options.MaxMembers, MaxBytes = options.MaxDocumentBytes };
        var store = await PostgresStore.OpenAsync(postgres, embedder, limits, time, loggers, cancellationToken).ConfigureAwait(false);
        var kinds = connectors?.ToList() ?? [];
        var caches = new CacheHost(store.Sync, kinds.OfType<IReadCacheFactory>(), time ?? TimeProvider.System);
        var log = (loggers ?? NullLoggerFactory.Instance).CreateLogger("ThreeDb.Sync");
        var sync = new SyncHost(store.Sync, kinds, time ?? TimeProvider.System, log);
        var (budget, subgraphs) = (new MemoryBudget(options.MemoryBudget), new SubgraphMaker());
        budget.AddSpare(new RememberedSubgraphs(subgraphs));
        budget.AddSpare(new KeptWalkMemory());
        var host = new StructureHost<MemoryGraph>(new StoredGraphLoader(store), store.Sync, budget, time ?? TimeProvider.System, log);
        if (options.RunProjections)
        {
            sync.Start();
        }

        return new ThreeDbEngine(store, embedder, sync, caches, new GraphMemory(host, subgraphs, new AnalysisTurns(), new AnalysisTurns()), connectionString);
    }

    /// <summary>The database of a tenant, seen by an actor.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2012</c> when there is no such tenant.</exception>
    public async ValueTask<TenantDb> ForAsync(string tenant = "default", string actor = "app", CancellationToken cancellationToken = default) =>
        For(await _store.SessionAsync(tenant, actor, cancellationToken).ConfigureAwait(false));

    /// <summary>The database that the holder of an API key works in.</summary>
    public TenantDb For(KeyHolder holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        return For(_store.Session(holder.TenantId, holder.Tenant, holder.Actor));
    }

    private TenantDb For(StoreSession session) => new(
        session, _embedder, _sync.For(session.TenantId, session.Tenant), _graphs, _caches.For(session.TenantId, session.Tenant));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _sync.DisposeAsync().ConfigureAwait(false);
        await _caches.DisposeAsync().ConfigureAwait(false);
        await _graphs.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
    }
}
