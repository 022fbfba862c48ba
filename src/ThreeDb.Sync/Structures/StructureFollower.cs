using Microsoft.Extensions.Logging;
using ThreeDb.Changes;
using ThreeDb.Structures;

namespace ThreeDb.Sync;

/// <summary>Keeps one structure current: reads the change log and, of what changed, the rows as they are now.</summary>
/// <remarks>
/// One loop reads and applies in turn, so that every row was read later than the one that it replaces. 1 a page of the log; 2 the rows of its keys;
/// 3 passed, and told; 4 writes of this process that somebody waits for and a transaction of others holds back: their rows at once; 5 wait.
/// </remarks>
internal sealed class StructureFollower(IMemoryStructure structure, SourceNeeds needs, IChangeSource source, LogPoint start, uint epoch, OwnWrites own, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private const int PageSize = 5000;
    private const int MostFullPages = 40;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // A look at the log for each of many commits would cost readers more than it gives them: unless somebody waits, changes of a moment are read together.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan EpochEvery = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Wake _wake = new();
    private readonly HashSet<ulong> _taken = [];
    private LogPoint _point = start;
    private Task _running = Task.CompletedTask;
    private long _readAt = time.GetTimestamp();
    private long _epochAt = time.GetTimestamp();
    private int _fullPages;
    private int _waiting;

    /// <summary>How far the structure is.</summary>
    public Reached Reached { get; } = new();

    /// <summary>How long ago the log was last read and what it said applied.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _readAt));

    /// <summary>Begins to follow.</summary>
    /// <param name="applied">Told after rows were applied; false when the structure must be given up.</param>
    /// <param name="ended">Told why the structure cannot be kept.</param>
    public void Start(Func<bool> applied, Action<string> ended)
    {
        Reached.Move(_point);
        _running = Task.Run(() => RunAsync(applied, ended, _stop.Token));
    }

    /// <summary>Waits until something holds, with the loop in a hurry.</summary>
    public async Task<bool> UntilAsync(Func<bool> condition, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        Interlocked.Increment(ref _waiting);
        try
        {
            while (true)
            {
                var moved = Task.WhenAny(own.NextMove(), Reached.NextMove());
                if (condition())
                {
                    return true;
                }

                var left = atMost - time.GetElapsedTime(started);
                if (left <= TimeSpan.Zero || _running.IsCompleted)
                {
                    return false;
                }

                _wake.Set();
                await Task.WhenAny(moved, _running, Task.Delay(left, time, cancellationToken)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _wake.Dispose();
    }

    private async Task RunAsync(Func<bool> applied, Action<string> ended, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await IsOtherDatabaseAsync(cancellationToken).ConfigureAwait(false))
                {
                    ended("the database is another one");
                    return;
                }

                var busy = await StepAsync(cancellationToken).ConfigureAwait(false);
                if (busy && !applied())
                {
                    return;
                }

                if (_fullPages > MostFullPages)
                {
                    // Loading everything is faster than catching up.
                    ended("too much has changed");
                    return;
                }

                if (busy && _fullPages == 0)
                {
                    await BreatheAsync(cancellationToken).ConfigureAwait(false);
                }
                else if (!busy)
                {
                    await _wake.WaitAsync(token => source.WaitAsync(_point, Look, token), Look, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (StructureTooLargeException e)
            {
                ended(e.Message);
                return;
            }
            catch (ThreeDbException e) when (e.Code == ErrorCodes.UnknownEpoch)
            {
                ended("the database was set back");
                return;
            }
            catch (Exception e)
            {
                StructureLog.Interrupted(log, e, source.Tenant, Look.TotalSeconds);
                await Task.Delay(Look, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _epochAt = 0;
            }
        }
    }

    private async Task BreatheAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _waiting) == 0)
        {
            await _wake.WaitAsync(other: null, Breath, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> IsOtherDatabaseAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_epochAt) < EpochEvery)
        {
            return false;
        }

        _epochAt = time.GetTimestamp();
        return await source.EpochAsync(cancellationToken).ConfigureAwait(false) != epoch;
    }

    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        // 1
        var page = await source.ReadAsync(_point, PageSize, cancellationToken).ConfigureAwait(false);
        var readAt = time.GetTimestamp();
        _fullPages = page.IsFull ? _fullPages + 1 : 0;

        // 2: what was taken by itself was read after its commit already.
        await ApplyAsync(page.Changes.Where(change => !_taken.Contains(change.Point.TransactionId)).Select(change => change.Key).ToHashSet(), cancellationToken).ConfigureAwait(false);

        // 3
        _point = page.Next;
        _taken.RemoveWhere(transaction => new LogPoint(transaction, int.MaxValue) <= _point);
        own.Passed(_point);
        Reached.Move(_point);
        Volatile.Write(ref _readAt, readAt);

        // 4
        var taken = Volatile.Read(ref _waiting) > 0 && !page.IsFull && await TakeOwnAsync(cancellationToken).ConfigureAwait(false);
        return taken || page.Changes.Count > 0;
    }

    private async Task<bool> TakeOwnAsync(CancellationToken cancellationToken)
    {
        var pending = own.Pending(PageSize);
        if (pending.Count == 0)
        {
            return false;
        }

        ulong[] transactions = [.. pending.Select(write => write.Value.Point.TransactionId).Distinct()];
        await ApplyAsync(await source.OfTransactionsAsync(transactions, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        _taken.UnionWith(transactions);
        own.Taken(pending.Select(write => write.Key));
        return true;
    }

    private async Task ApplyAsync(IReadOnlySet<RowKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count > 0)
        {
            structure.Apply(await source.CurrentAsync(keys, needs, cancellationToken).ConfigureAwait(false));
        }
    }
}
