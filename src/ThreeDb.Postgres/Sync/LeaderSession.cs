using System.Data;
using Npgsql;
using ThreeDb.Projections;

namespace ThreeDb.Postgres;

/// <summary>A session of PostgreSQL that holds a lock for as long as it lives. One statement at a time; every second it is asked whether it lives.</summary>
/// <remarks>The other way round, PostgreSQL ends the session when it hears nothing for <see cref="StoreConnections.LongestSilence"/>: a process that stands still leads no longer.</remarks>
internal sealed class LeaderSession : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private const int BeatTimeoutSeconds = 3;

    private readonly NpgsqlConnection _connection;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Task _beating;
    private volatile bool _isLost;
    private int _closed;

    public LeaderSession(NpgsqlConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        Lost = _lost.Token;
        _beating = Task.Run(() => BeatAsync(_stop.Token), CancellationToken.None);
    }

    /// <summary>Cancelled when the session is lost.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Runs something in the session.</summary>
    /// <exception cref="ProjectionFencedException">The session is lost.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _isLost ? throw Gone() : await work(_connection).ConfigureAwait(false);
        }
        catch (Exception) when (!_isLost && _connection.FullState is not (ConnectionState.Open or (ConnectionState.Open | ConnectionState.Executing) or (ConnectionState.Open | ConnectionState.Fetching)))
        {
            Lose();
            cancellationToken.ThrowIfCancellationRequested();
            throw Gone();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Gives the lock back. Again does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (!_isLost)
            {
                // Closing would free the lock as well, but only after this has returned.
                await new AdminSql(_connection, CancellationToken.None).RunAsync("select pg_advisory_unlock_all()").ConfigureAwait(false);
            }
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: false) is not null)
        {
            // The session is gone, and the lock with it.
        }

        await _connection.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        _lost.Dispose();
        _gate.Dispose();
    }

    private static ProjectionFencedException Gone() => new("The session that holds the projection's lock was lost: another process may lead by now.");

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat, _time);
        while (!_isLost && await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var command = new NpgsqlCommand("select 1", _connection) { CommandTimeout = BeatTimeoutSeconds };
                await using var ownCommand = command.ConfigureAwait(false);
                await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (PostgresErrors.Translate(e, sent: false) is not null || e is InvalidOperationException)
            {
                Lose();
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    private void Lose()
    {
        _isLost = true;
        _ = _lost.CancelAsync();
    }
}
