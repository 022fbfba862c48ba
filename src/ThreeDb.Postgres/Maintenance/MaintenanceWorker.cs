using Microsoft.Extensions.Logging;

namespace ThreeDb.Postgres;

/// <summary>Once an hour: partitions for the coming months, and an end for old idempotency keys.</summary>
internal sealed partial class MaintenanceWorker(StoreConnections connections, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public void Start() => _running = Task.Run(() => RunAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
                await using var ownConnection = connection.ConfigureAwait(false);
                var sql = new AdminSql(connection, cancellationToken);
                await sql.RunAsync("select threedb.make_change_partitions()").ConfigureAwait(false);
                while (await sql.ScalarAsync("select threedb.forget_idempotency_keys()").ConfigureAwait(false) is > 0L)
                {
                    // Some thousand at a time: a long transaction would hold back who reads the change log.
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.Failed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Warning, "The hourly maintenance of the database failed; it is tried again in an hour.")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
