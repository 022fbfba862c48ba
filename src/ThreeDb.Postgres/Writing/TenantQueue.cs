namespace ThreeDb.Postgres;

/// <summary>What one tenant writes: its units that wait, in order, and what those that run work on. Owner: <see cref="WriteQueue"/>, under its lock.</summary>
/// <remarks>Order: of two units that work on the same thing, the one that was queued first is written first. Others may pass it.</remarks>
/// <param name="tenant">The tenant.</param>
/// <param name="known">Ids that are known to have a row.</param>
/// <param name="crowd">How many of the tenant write at once.</param>
/// <param name="time">The clock.</param>
internal sealed class TenantQueue(int tenant, KnownIds known, Crowd crowd, TimeProvider time)
{
    // Bytes of JSON in one transaction: beyond this, sharing one gains nothing.
    private const long LargestBatch = 8 << 20;

    private readonly LinkedList<WriteUnit> _pending = new();
    private readonly ClaimTable _held = new();
    private readonly List<Reservation> _reservations = [];
    private TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Of those that wait, how many were found waiting for others that run.
    private int _blocked;
    private int _running;

    public int Tenant => tenant;

    /// <summary>Whether any unit waits.</summary>
    public bool HasPending => _pending.Count > 0;

    /// <summary>Whether nothing waits, runs or is reserved, and nothing is known that matters to the next who writes.</summary>
    public bool IsForgettable => _pending.Count == 0 && _running == 0 && _reservations.Count == 0 && crowd.IsSmall;

    public void Add(IReadOnlyList<WriteUnit> units)
    {
        var now = time.GetTimestamp();
        crowd.Came(units.Count, _pending.Count == _blocked, _running > 0);
        foreach (var unit in units)
        {
            unit.Queued = now;
            _pending.AddLast(unit);
        }
    }

    /// <summary>How much longer what waits is let wait for others; endless where nothing could be taken.</summary>
    /// <param name="isClosed">Whether nothing comes any more.</param>
    public TimeSpan Wait(bool isClosed) => (_pending.Count - _blocked) switch
    {
        0 => Timeout.InfiniteTimeSpan,
        _ when isClosed => TimeSpan.Zero,
        var units => crowd.Wait(units),
    };

    /// <summary>A batch of those that wait; null where all that could be taken wait for others.</summary>
    /// <param name="limit">How many units at most.</param>
    /// <param name="isClosed">Whether reservations are not waited for, because nothing may be left.</param>
    public QueuedBatch? Take(int limit, bool isClosed)
    {
        var units = new List<WriteUnit>();
        var claims = new Dictionary<string, bool>(StringComparer.Ordinal);
        ClaimTable? passed = null;
        var size = 0L;
        _blocked = 0;
        for (var node = _pending.First; node is not null && units.Count < limit && size < LargestBatch;)
        {
            var (unit, next) = (node.Value, node.Next);
            if (unit.CancellationToken.IsCancellationRequested)
            {
                Drop(node);
                unit.Cancel();
            }
            else if (IsFree(unit, passed, isClosed))
            {
                _pending.Remove(node);
                units.Add(unit);
                size += unit.Size;
                foreach (var claim in unit.Claims)
                {
                    claims[claim.Name] = claims.GetValueOrDefault(claim.Name) || IsExclusive(claim);
                }
            }
            else
            {
                _blocked++;
                passed ??= new ClaimTable();
                foreach (var claim in unit.Claims)
                {
                    // A later unit must not overtake this one: what it reads only, a later one may read, too.
                    passed.Hold(claim.Name, IsExclusive(claim) || !passed.Allows(claim.Name, exclusive: false));
                }
            }

            node = next;
        }

        if (units.Count == 0)
        {
            return null;
        }

        foreach (var (name, exclusive) in claims)
        {
            _held.Hold(name, exclusive);
        }

        crowd.Taken(units.Count);
        _running++;
        crowd.Begin(runs: true);
        return new QueuedBatch(this, units, claims);
    }

    /// <summary>Gives back what a batch held.</summary>
    public void Complete(QueuedBatch batch)
    {
        foreach (var claim in batch.Claims.Keys)
        {
            _held.Release(claim);
        }

        _running--;
        crowd.Written(batch.Units.Count, _running > 0);
        LookAgain();
        _completed.TrySetResult();
        _completed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Add(Reservation reservation) => _reservations.Add(reservation);

    public void Remove(Reservation reservation)
    {
        _reservations.Remove(reservation);
        LookAgain();
    }

    /// <summary>Adds to a reservation what units work on.</summary>
    public void Extend(Reservation reservation, IReadOnlyList<WriteUnit> units)
    {
        foreach (var unit in units)
        {
            foreach (var claim in unit.Claims)
            {
                reservation.Add(claim.Name, IsExclusive(claim));
            }
        }
    }

    /// <summary>Done when the next batch is completed; null when none that runs works on what the units work on.</summary>
    public Task? EndOfRival(IReadOnlyList<WriteUnit> units) =>
        units.Any(unit => unit.Claims.Any(claim => !_held.Allows(claim.Name, IsExclusive(claim)))) ? _completed.Task : null;

    /// <summary>Lets go who was cancelled, or has waited for a reservation for too long: nobody looks at them while nothing else is written.</summary>
    public void EndWaiting(TimeSpan longest)
    {
        if (_reservations.Count == 0)
        {
            return;
        }

        for (LinkedListNode<WriteUnit>? node = _pending.First, next; node is not null; node = next)
        {
            next = node.Next;
            var unit = node.Value;
            if (unit.CancellationToken.IsCancellationRequested)
            {
                Drop(node);
                unit.Cancel();
            }
            else if (time.GetElapsedTime(unit.Queued) >= longest && IsReserved(unit))
            {
                Drop(node);
                unit.Fail(new ThreeDbException(ErrorCodes.DeadlineExceeded,
                    $"An atomic bulk load works on the same entities or relations, and did not end within {longest.TotalSeconds:0.#} s.",
                    "Send it again when the load is over; nothing was written."));
            }
        }

        LookAgain();
    }

    // Whoever waited may be free now.
    private void LookAgain() => _blocked = 0;

    private void Drop(LinkedListNode<WriteUnit> node)
    {
        _pending.Remove(node);
        crowd.Left();
    }

    private bool IsFree(WriteUnit unit, ClaimTable? passed, bool isClosed)
    {
        foreach (var claim in unit.Claims)
        {
            var exclusive = IsExclusive(claim);
            if (!_held.Allows(claim.Name, exclusive) || passed?.Allows(claim.Name, exclusive) == false)
            {
                return false;
            }
        }

        return isClosed || !IsReserved(unit);
    }

    private bool IsReserved(WriteUnit unit) => _reservations.Exists(reservation => unit.Claims.Any(claim => !reservation.Allows(claim.Name, IsExclusive(claim))));

    // An end that may have no row yet would be created by the unit.
    private bool IsExclusive(Claim claim) => !claim.IsEnd || !known.Contains(tenant, claim.Name);
}
