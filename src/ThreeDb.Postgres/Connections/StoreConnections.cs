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
    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;

    public StoreConnections(PostgresOptions options, TimeProvider time, ILoggerFactory? loggers = null)
    {
        Options = options;
        _time = time;
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            ApplicationName = "3db",
            MaxPoolSize = options.MaxConnections,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            CommandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds),
            WriteBufferSize = 64 * 1024,
            ReadBufferSize = 32 * 1024,
        };
        settings.Options = Join(settings.Options,
            $"-c role={PostgresOptions.AppRole}",
            $"-c statement_timeout={(long)options.StatementTimeout.TotalMilliseconds}",
            "-c idle_in_transaction_session_timeout=60000",
            "-c search_path=pg_catalog,public");
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
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
            catch (Exception e) when (PostgresErrors.Translate(e, sent: false) is { } translated)
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

    private static string Join(string? given, params ReadOnlySpan<string> added) =>
        string.Join(' ', [given ?? "", .. added]).Trim();
}
