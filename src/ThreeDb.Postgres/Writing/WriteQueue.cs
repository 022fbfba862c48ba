namespace ThreeDb.Postgres;

/// <summary>Units that wait to be written, per tenant and in order. Lanes take batches from it.</summary>
/// <remarks>Tenants take turns, so that one tenant's bulk load does not hold up another's single write.</remarks>
/// <param name="known">Ids that are known to have a row.</param>
/// <param name="lanes">How many batches run at once.</param>
/// <param name="time">The clock.</param>
internal sealed class WriteQueue(KnownIds known, int lanes, TimeProvider time) : IDisposable
{
    // A batch that runs waits for a reservation only where it meets rows that neither claimed; PostgreSQL finds such a deadlock, if it is let.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PatrolEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<int, TenantQueue> _tenants = [];

    // Those of whom something waits.
    private readonly LinkedList<TenantQueue> _turns = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly int _lanes = lanes;
    private int _free = lanes;
    private bool _closed;

    // Whether a lane has been told of what waits, and will look when it is due.
    private bool _isWatched;

    // Looks after those who wait for a reservation, as long as there is one.
    private ITimer? _patrol;
    private int _reservations;

    /// <summary>How long a unit waits for a reservation at most; then it fails with TDB4007. Default 30 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Adds units of one tenant and wakes a lane, which takes all of them at once.</summary>
    public void Enqueue(IReadOnlyList<WriteUnit> units)
    {
        lock (_lock)
        {
            Add(units);
            Watch();
        }
    }

    /// <summary>Adds a unit. When a lane is free and nobody else is waited for, this gives a batch for the caller to run: no other thread need be woken.</summary>
    public QueuedBatch? EnqueueAndTake(WriteUnit unit, int limit)
    {
        lock (_lock)
        {
            Add([unit]);
            if (TakeNext(limit) is { } batch)
            {
                return batch;
            }

            if (_free > 0 && !_isWatched)
            {
                Watch();
            }

            return null;
        }
    }

    /// <summary>The next batch; null once the queue is closed and empty.</summary>
    public async ValueTask<QueuedBatch?> TakeAsync(int limit)
    {
        var wait = Timeout.InfiniteTimeSpan;
        while (true)
        {
            await _work.WaitAsync(wait).ConfigureAwait(false);
            lock (_lock)
            {
                _isWatched = false;
                if (TakeNext(limit) is { } batch)
                {
                    return batch;
                }

                if (_closed && _turns.Count == 0 && _free == _lanes)
                {
                    _work.Release();
                    return null;
                }

                // What waits for claims or for a lane can be looked at when a batch is completed.
                wait = _free == 0 ? Timeout.InfiniteTimeSpan : Wait();
                _isWatched = wait != Timeout.InfiniteTimeSpan;
            }
        }
    }

    /// <summary>Gives back what a batch held.</summary>
    public void Complete(QueuedBatch batch)
    {
        lock (_lock)
        {
            batch.Queue.Complete(batch);
            _free++;
            Forget(batch.Queue);
            if (_closed || _turns.Count > 0)
            {
                // What waited for these claims, for a free lane or for the end, can be looked at again.
                Watch();
            }
        }
    }

    /// <summary>Begins a reservation, which holds nothing yet.</summary>
    public Reservation Reserve(int tenant)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var reservation = new Reservation(tenant);
            QueueOf(tenant).Add(reservation);
            _reservations++;
            _patrol ??= time.CreateTimer(_ => Patrol(), null, PatrolEvery, PatrolEvery);
            return reservation;
        }
    }

    /// <summary>Adds what units work on, and waits until no running batch works on the same. Other reservations are not waited for: PostgreSQL is, who knows of deadlocks.</summary>
    public async Task ExtendAsync(Reservation reservation, IReadOnlyList<WriteUnit> units, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        TenantQueue queue;
        lock (_lock)
        {
            queue = _tenants[reservation.Tenant];
            queue.Extend(reservation, units);
        }

        while (EndOfRival(queue, units) is { } completed && LongestPause - time.GetElapsedTime(started) is { Ticks: > 0 } left)
        {
            await completed.WaitAsync(left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Ends a reservation: whoever waited for it may go on.</summary>
    public void Release(Reservation reservation)
    {
        lock (_lock)
        {
            var queue = _tenants[reservation.Tenant];
            queue.Remove(reservation);
            Forget(queue);
            if (--_reservations == 0)
            {
                _patrol?.Dispose();
                _patrol = null;
            }

            if (!_closed)
            {
                Watch();
            }
        }
    }

    /// <summary>Takes no more units; those that wait are still written.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Watch();
        }
    }

    public void Dispose()
    {
        _patrol?.Dispose();
        _work.Dispose();
    }

    private void Watch()
    {
        _isWatched = true;
        _work.Release();
    }

    private TenantQueue QueueOf(int tenant)
    {
        if (!_tenants.TryGetValue(tenant, out var queue))
        {
            _tenants.Add(tenant, queue = new TenantQueue(tenant, known, new Crowd(_lanes, time), time));
        }

        return queue;
    }

    private void Forget(TenantQueue queue)
    {
        if (queue.IsForgettable)
        {
            _tenants.Remove(queue.Tenant);
        }
    }

    private void Add(IReadOnlyList<WriteUnit> units)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var queue = QueueOf(units[0].Tenant);
        if (!queue.HasPending)
        {
            _turns.AddLast(queue);
        }

        queue.Add(units);
    }

    private TimeSpan Wait()
    {
        var shortest = Timeout.InfiniteTimeSpan;
        foreach (var queue in _turns)
        {
            var wait = queue.Wait(_closed);
            shortest = wait != Timeout.InfiniteTimeSpan && (shortest == Timeout.InfiniteTimeSpan || wait < shortest) ? wait : shortest;
        }

        return shortest;
    }

    private QueuedBatch? TakeNext(int limit)
    {
        if (_free == 0)
        {
            return null;
        }

        for (LinkedListNode<TenantQueue>? turn = _turns.First, next; turn is not null; turn = next)
        {
            next = turn.Next;
            var batch = turn.Value.Wait(_closed) == TimeSpan.Zero ? turn.Value.Take(limit, _closed) : null;
            if (batch is null && turn.Value.HasPending)
            {
                continue;
            }

            // It is somebody else's turn now. Without a batch, all that waited here were cancelled.
            _turns.Remove(turn);
            if (turn.Value.HasPending)
            {
                _turns.AddLast(turn);
            }

            if (batch is null)
            {
                Forget(turn.Value);
                continue;
            }

            _free--;
            if (_free > 0 && _turns.Count > 0)
            {
                Watch();
            }

            return batch;
        }

        return null;
    }

    private Task? EndOfRival(TenantQueue queue, IReadOnlyList<WriteUnit> units)
    {
        lock (_lock)
        {
            return queue.EndOfRival(units);
        }
    }

    private void Patrol()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            for (LinkedListNode<TenantQueue>? turn = _turns.First, next; turn is not null; turn = next)
            {
                next = turn.Next;
                turn.Value.EndWaiting(LongestWait);
                if (!turn.Value.HasPending)
                {
                    _turns.Remove(turn);
                }
            }

            // What waited behind them may be free.
            Watch();
        }
    }
}
