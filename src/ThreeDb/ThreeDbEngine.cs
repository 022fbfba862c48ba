using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using ThreeDb.Embeddings;
using ThreeDb.LocalPostgres;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>An embedded 3db: opens the store and gives out tenants.</summary>
public sealed class ThreeDbEngine : IAsyncDisposable
{
    private readonly PostgresStore _store;
    private readonly ITextEmbedder _embedder;

    // The seam of the runner of projections: a tenant by number and name.
    private readonly Func<int, string, ISync> _sync = static (_, _) => new NoProjections();

    private ThreeDbEngine(PostgresStore store, ITextEmbedder embedder, string connectionString)
    {
        _store = store;
        _embedder = embedder;
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
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ThreeDbException">4xxx when the database cannot be used, 5xxx when none can be provided, <c>TDB6003</c> for settings out of range.</exception>
    public static async Task<ThreeDbEngine> OpenAsync(
        ThreeDbOptions? options = null, IEmbeddingGenerator<string, Embedding<float>>? generator = null,
        ILoggerFactory? loggers = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
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
        var limits = new JsonLimits { MaxDepth = options.MaxDepth, MaxMembers = options.MaxMembers };
        var store = await PostgresStore.OpenAsync(postgres, embedder, limits, time, loggers, cancellationToken).ConfigureAwait(false);
        return new ThreeDbEngine(store, embedder, connectionString);
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

    private TenantDb For(StoreSession session) => new(session, _embedder, _sync(session.TenantId, session.Tenant));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
