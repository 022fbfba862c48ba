using Microsoft.Extensions.Logging;
using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>Hears of commits in other processes: one session that listens, renewed when it breaks. A shared advisory lock on it says that somebody listens.</summary>
internal sealed partial class ChangeListener(StoreConnections connections, WakeUp signal, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>Where processes tell each other that something was committed. Nothing is said but that.</summary>
    public const string Channel = "threedb_changes";

    /// <summary>The advisory lock of those who listen; its second key is 0.</summary>
    public const int Lock = 7310704;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private volatile int _processId;
    private Task? _running;

    /// <summary>The session that listens; 0 while there is none.</summary>
    public int ProcessId => _processId;

    /// <summary>Begins to listen. Again does nothing.</summary>
    public void Start()
    {
        if (_running is null)
        {
            lock (_stop)
            {
                _running ??= Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await (_running ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is ThreeDbException or NpgsqlException or IOException or OperationCanceledException)
            {
                Log.Failed(logger, e);
            }

            _processId = 0;
            await Task.Delay(AfterFailure, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        var sql = new AdminSql(connection, cancellationToken);
        connection.Notification += (_, _) => signal.Raise();
        await sql.RunAsync($"listen {Channel}").ConfigureAwait(false);
        await sql.RunAsync($"select pg_advisory_lock_shared({Lock}, 0)").ConfigureAwait(false);
        _processId = connection.ProcessID;

        // What was committed before somebody listened.
        signal.Raise();
        while (true)
        {
            if (!await connection.WaitAsync(StoreConnections.LongestSilence / 3, cancellationToken).ConfigureAwait(false))
            {
                await sql.RunAsync("select 1").ConfigureAwait(false);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1302, LogLevel.Information, "The session that listens for changes of other processes broke; a new one is opened. Until then changes are found by polling.")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
