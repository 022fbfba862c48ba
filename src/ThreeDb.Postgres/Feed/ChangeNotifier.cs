using Microsoft.Extensions.Logging;
using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>Tells other processes that this one has committed something: at most once in 5 ms, outside of every write, and only while one listens.</summary>
/// <remarks>
/// NOTIFY takes a lock of the whole cluster at commit and uses up a transaction id, so nothing is sent where nobody would hear it. Whether
/// somebody listens shows in the advisory locks; it is looked up at most once a second, and until then the poll of the other side stands in.
/// </remarks>
internal sealed partial class ChangeNotifier(
    StoreConnections lookups, StoreConnections connections, WakeUp signal, ChangeListener own, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = StoreConnections.LongestSilence / 2;

    private readonly CancellationTokenSource _stop = new();
    private NpgsqlConnection? _connection;
    private Task _running = Task.CompletedTask;

    /// <summary>How often others were told.</summary>
    public long Sent { get; private set; }

    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var heard = false;
        long? asked = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            await signal.WaitAsync(_connection is null ? Timeout.InfiniteTimeSpan : Idle, time, cancellationToken).ConfigureAwait(false);
            if (!signal.IsRaised)
            {
                await CloseAsync().ConfigureAwait(false);
                continue;
            }

            signal.Take();
            try
            {
                if (asked is null || time.GetElapsedTime(asked.Value) >= Trust)
                {
                    heard = await IsHeardAsync(cancellationToken).ConfigureAwait(false);
                    asked = time.GetTimestamp();
                }

                if (heard)
                {
                    await SendAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is ThreeDbException or NpgsqlException or IOException)
            {
                Log.Failed(logger, e);
                heard = false;
                asked = time.GetTimestamp();
                await CloseAsync().ConfigureAwait(false);
            }

            await Task.Delay(heard ? Gap : Trust, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> IsHeardAsync(CancellationToken cancellationToken)
    {
        var connection = await lookups.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        return (bool)(await new AdminSql(connection, cancellationToken).ScalarAsync("""
            select exists (select 1 from pg_locks l join pg_database d on d.oid = l.database
                where l.locktype = 'advisory' and l.classid = $1::int::oid and l.objid = 0 and l.objsubid = 2 and l.granted
                  and d.datname = current_database() and l.pid <> $2)
            """, ChangeListener.Lock, own.ProcessId).ConfigureAwait(false))!;
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        _connection ??= await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        Sent++;
        await new AdminSql(_connection, cancellationToken).RunAsync($"select pg_notify('{ChangeListener.Channel}', '')").ConfigureAwait(false);
    }

    private async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1303, LogLevel.Debug, "Other processes could not be told of a change; they find it by polling.")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
