using Microsoft.Extensions.Logging;
using Npgsql;
using ThreeDb.Changes;

namespace ThreeDb.Postgres;

/// <summary>Wakes who waits for changes once the frontier has moved. One loop for all of them; while nobody waits it asks nothing.</summary>
/// <remarks>
/// It looks when a commit is signalled, and every 50 ms anyway. While a transaction is held open commits do not move the frontier: each
/// fruitless look doubles the pause before the next one, until only the poll is left.
/// </remarks>
/// <param name="connections">Where PostgreSQL is asked.</param>
/// <param name="signal">Raised by commits.</param>
/// <param name="poll">How often it looks when nothing is signalled.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures go.</param>
internal sealed partial class FrontierWatch(StoreConnections connections, WakeUp signal, TimeSpan poll, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];
    private readonly WakeUp _arrival = new();
    private Task? _running;

    /// <summary>How often PostgreSQL was asked.</summary>
    public long Looks { get; private set; }

    /// <summary>Waits until there may be changes after a point.</summary>
    public async Task WaitAsync(LogPoint after, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(after);
        lock (_lock)
        {
            _waiters.Add(waiter);
            _running ??= Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);
        }

        _arrival.Raise();
        await waiter.Done.Task.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _waiters.Remove(waiter);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await (_running ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.Zero;
        var looked = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!AnyWaits())
            {
                await _arrival.WaitAsync(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false);
                _arrival.Take();
                continue;
            }

            // A poll is due that long after the last look, however it came about.
            await signal.WaitAsync(Left(poll, looked), time, cancellationToken).ConfigureAwait(false);
            var signalled = signal.IsRaised;
            if (signalled && Left(pause, looked) is var rest && rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            signal.Take();
            looked = time.GetTimestamp();
            var found = await LookAsync(cancellationToken).ConfigureAwait(false);
            pause = found ? TimeSpan.Zero : signalled ? Longer(pause) : pause;
        }
    }

    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        Waiter[] waiting;
        lock (_lock)
        {
            waiting = [.. _waiters];
        }

        try
        {
            var next = LogPoint.Below(await FrontierAsync(cancellationToken).ConfigureAwait(false));

            // After a crash of PostgreSQL the frontier may even have gone back.
            var found = false;
            foreach (var waiter in waiting.Where(waiter => waiter.After != next))
            {
                found |= waiter.Done.TrySetResult();
            }

            return found;
        }
        catch (Exception e) when (e is ThreeDbException or NpgsqlException or IOException)
        {
            if (PostgresErrors.IsAway(e))
            {
                connections.Clear();
            }

            Log.Failed(logger, e);
            await Task.Delay(AfterFailure, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
    }

    private async Task<ulong> FrontierAsync(CancellationToken cancellationToken)
    {
        Looks++;
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        var command = new NpgsqlCommand("select pg_snapshot_xmin(pg_current_snapshot())", connection);
        await using var ownCommand = command.ConfigureAwait(false);
        return (ulong)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    private bool AnyWaits()
    {
        lock (_lock)
        {
            return _waiters.Count > 0;
        }
    }

    private TimeSpan Left(TimeSpan whole, long since) =>
        whole - time.GetElapsedTime(since) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private static TimeSpan Longer(TimeSpan pause) =>
        pause == TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private sealed record Waiter(LogPoint After)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Debug, "The frontier of the change log could not be read; it is tried again at once.")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
