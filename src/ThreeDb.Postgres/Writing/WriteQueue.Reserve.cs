namespace ThreeDb.Postgres;

/// <content>Transactions beside the lanes that stay open for long: what they work on is kept from the lanes, which would wait for it with all that others want.</content>
internal sealed partial class WriteQueue
{
    // A batch that runs waits for a reservation only where it meets rows that neither claimed; PostgreSQL finds such a deadlock, if it is let.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PatrolEvery = TimeSpan.FromSeconds(1);

    // Looks after those who wait for a reservation, as long as there is one.
    private ITimer? _patrol;
    private int _reservations;

    /// <summary>How long a unit waits for a reservation at most; then it fails with TDB4007. Default 30 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Begins a reservation, which holds nothing yet.</summary>
    public Reservation Reserve(int tenant)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var reservation = new Reservation(tenant);
            QueueOf(tenant).Reserved.Add(reservation);
            _reservations++;
            _patrol ??= time.CreateTimer(_ => Patrol(), null, PatrolEvery, PatrolEvery);
            return reservation;
        }
    }

    /// <summary>Adds what units work on, and waits until no running batch works on the same. Other reservations are not waited for: PostgreSQL is, who knows of deadlocks.</summary>
    public async Task ExtendAsync(Reservation reservation, IReadOnlyList<WriteUnit> units, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        lock (_lock)
        {
            foreach (var unit in units)
            {
                foreach (var claim in unit.Claims)
                {
                    reservation.Add(claim.Name, IsExclusive(unit, claim));
                }
            }
        }

        while (EndOfRival(reservation.Tenant, units) is { } completed && LongestPause - time.GetElapsedTime(started) is { Ticks: > 0 } left)
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
            queue.Reserved.Remove(reservation);
            RemoveIfIdle(queue);
            if (--_reservations == 0)
            {
                _patrol?.Dispose();
                _patrol = null;
            }

            if (!_closed)
            {
                _work.Release();
            }
        }
    }

    // Done when a batch is completed; null when none that runs works on what the units work on.
    private Task? EndOfRival(int tenant, IReadOnlyList<WriteUnit> units)
    {
        lock (_lock)
        {
            var queue = _tenants[tenant];
            return units.Any(unit => unit.Claims.Any(claim => !queue.Held.Allows(claim.Name, IsExclusive(unit, claim)))) ? queue.Completed.Task : null;
        }
    }

    // Once the queue is closed, nothing waits in it any more.
    private bool IsReserved(TenantQueue queue, WriteUnit unit) => queue.Reserved.Count > 0 && !_closed
        && queue.Reserved.Any(reservation => unit.Claims.Any(claim => !reservation.Allows(claim.Name, IsExclusive(unit, claim))));

    // Nobody looks at units that wait for a reservation while nothing else is written.
    private void Patrol()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            foreach (var queue in _tenants.Values.Where(queue => queue.Reserved.Count > 0))
            {
                for (LinkedListNode<WriteUnit>? node = queue.Pending.First, next; node is not null; node = next)
                {
                    next = node.Next;
                    var unit = node.Value;
                    if (unit.CancellationToken.IsCancellationRequested)
                    {
                        Drop(queue, node);
                        unit.Cancel();
                    }
                    else if (time.GetElapsedTime(unit.Queued) >= LongestWait && IsReserved(queue, unit))
                    {
                        Drop(queue, node);
                        unit.Fail(new ThreeDbException(ErrorCodes.DeadlineExceeded,
                            $"An atomic bulk load works on the same entities or relations, and did not end within {LongestWait.TotalSeconds:0.#} s.",
                            "Send it again when the load is over; nothing was written."));
                    }
                }
            }

            // What waited behind them may be free.
            _work.Release();
        }
    }
}
