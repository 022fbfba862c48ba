using Microsoft.Extensions.Logging;
using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>The pool of connections of the restricted role.</summary>
/// <remarks>
/// A connection keeps no state between uses: the tenant is set per transaction, so that nothing needs a reset on return.
/// The role comes with the start-up packet; RESET ROLE, too, leads back to it.
/// </remarks>
internal sealed class StoreConnections : IAsyncDisposable
{
    /// <summary>How long a session that is kept may say nothing before PostgreSQL ends it.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private const int Feeders = 4;

    // Every index begins with the tenant, so what is read through one is the tenant's own, not the rows of others (ADR 0024).
    private const string Indexed = "enable_seqscan=off";

    // Writers and walkers reach every row by a key. The planner must not think otherwise: for 500 keys and a table that is nearly empty
    // it would read all of a tenant once and compare, and go on doing so while a bulk load fills the table.
    private static readonly string[] ByKey =
        [Indexed, "plan_cache_mode=force_generic_plan", "enable_bitmapscan=off", "enable_hashjoin=off", "enable_mergejoin=off", "enable_material=off"];

    /// <summary>A list of calls that let the planner compare sets until the transaction ends, on a connection that goes by keys.</summary>
    internal static readonly string PlanSets = Calls(setting => setting.EndsWith("=off", StringComparison.Ordinal) ? "on" : "auto");

    /// <summary>A list of calls that end <see cref="PlanSets"/>.</summary>
    internal static readonly string PlanKeys = Calls(setting => setting[(setting.IndexOf('=') + 1)..]);

    /// <summary>A call that lets the planner read tables past their indexes until the transaction ends.</summary>
    internal const string PlanScans = "set_config('enable_seqscan', 'on', true)";

    /// <summary>The settings of the connections of the feed.</summary>
    internal static readonly string[] FeedSettings = ["default_transaction_isolation=repeatable\\ read", "default_transaction_read_only=on", .. ByKey];

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;

    /// <param name="options">Where PostgreSQL is.</param>
    /// <param name="largest">The largest number of connections; 0 when each belongs to who opens it, and to no pool.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where Npgsql logs.</param>
    /// <param name="settings">Settings of PostgreSQL for these connections, as <c>name=value</c>.</param>
    /// <param name="name">What the connections call themselves.</param>
    public StoreConnections(
        PostgresOptions options, int largest, TimeProvider time, ILoggerFactory? loggers, ReadOnlySpan<string> settings = default, string name = "3db")
    {
        Options = options;
        _time = time;
        var connection = ConnectionText.Parse(options.ConnectionString);
        connection.ApplicationName = name;
        connection.Pooling = largest > 0;
        connection.MaxPoolSize = Math.Max(largest, 1);
        connection.MaxAutoPrepare = 200;
        connection.AutoPrepareMinUsages = 2;
        connection.NoResetOnClose = true;
        connection.CommandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds);
        connection.WriteBufferSize = 64 * 1024;
        connection.ReadBufferSize = 32 * 1024;
        string[] all =
        [
            $"role={PostgresOptions.AppRole}",
            $"statement_timeout={(long)options.StatementTimeout.TotalMilliseconds}",
            "idle_in_transaction_session_timeout=60000",
            "search_path=pg_catalog,public",
            "jit=off",
            .. settings,
        ];
        connection.Options = string.Join(" -c ", [connection.Options ?? "", .. all]).Trim();
        var builder = new NpgsqlDataSourceBuilder(connection.ConnectionString);
        if (loggers is not null)
        {
            builder.UseLoggerFactory(loggers);
        }

        // The name by which metrics know the pool; by default it is the whole connection string.
        builder.Name = "3db";
        builder.AddTypeInfoResolverFactory(new PgBinaryMapping());
        _source = builder.Build();
    }

    public PostgresOptions Options { get; }

    /// <summary>The pool for everything but writes and walks.</summary>
    public static StoreConnections ForReading(PostgresOptions options, TimeProvider time, ILoggerFactory? loggers) =>
        new(options, options.MaxConnections - Writers(options) - Walkers(options), time, loggers, [Indexed]);

    /// <summary>The pool for writes.</summary>
    public static StoreConnections ForWriting(PostgresOptions options, TimeProvider time, ILoggerFactory? loggers) =>
        new(options, Writers(options), time, loggers, ["gin_pending_list_limit=65536", .. ByKey]);

    /// <summary>The pool for walks over the graph.</summary>
    public static StoreConnections ForWalking(PostgresOptions options, TimeProvider time, ILoggerFactory? loggers) =>
        new(options, Walkers(options), time, loggers, ByKey);

    /// <summary>The pool for the change feed. What a batch reads is of one snapshot; nothing is written.</summary>
    /// <remarks>Beside <see cref="PostgresOptions.MaxConnections"/>, so that projections and requests never wait for each other.</remarks>
    public static StoreConnections ForFeeding(PostgresOptions options, TimeProvider time, ILoggerFactory? loggers) =>
        new(options, Feeders, time, loggers, FeedSettings, "3db feed");

    /// <summary>Connections for what lasts: a lock, a subscription. Each belongs to who opens it.</summary>
    /// <remarks>PostgreSQL ends a session whose process is gone or stands still, and with it the lock; the process has to say something within that time.</remarks>
    public static StoreConnections ForKeeping(PostgresOptions options, string name, TimeProvider time, ILoggerFactory? loggers) => new(
        options with { StatementTimeout = LongestSilence }, 0, time, loggers,
        [$"idle_session_timeout={(long)LongestSilence.TotalMilliseconds}", "tcp_keepalives_idle=5", "tcp_keepalives_interval=2", "tcp_keepalives_count=3"], name);

    /// <summary>Opens a connection. While PostgreSQL is away (a restart), this waits for it up to <see cref="PostgresOptions.Patience"/>.</summary>
    /// <exception cref="ThreeDbException"><c>TDB4001</c>, <c>TDB4002</c>.</exception>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (PostgresErrors.Translate(e, sent: false, opening: true) is { } translated)
            {
                if (!PostgresErrors.IsAway(e) || _time.GetElapsedTime(started) >= Options.Patience)
                {
                    throw translated;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20 * Math.Min(attempt, 10)), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets idle connections, as after a restart of PostgreSQL.</summary>
    public void Clear() => _source.Clear();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static string Calls(Func<string, string> value) =>
        string.Join(", ", ByKey.Where(setting => setting != Indexed).Select(setting => $"set_config('{setting[..setting.IndexOf('=')]}', '{value(setting)}', true)"));

    // The lanes, and beside them atomic bulk loads.
    private static int Writers(PostgresOptions options) => Math.Min(options.WriteLanes + 4, options.MaxConnections / 2);

    private static int Walkers(PostgresOptions options) => (options.MaxConnections - Writers(options)) / 2;
}
