namespace ThreeDb.Postgres;

/// <summary>Units that wait to be written, per tenant and in order. Lanes take batches from it.</summary>
/// <remarks>
/// Order: of two units that work on the same thing, the one that was queued first is written first. Others may pass it.
/// Tenants take turns, so that one tenant's bulk load does not hold up another's single write.
/// Where many write at once, a transaction costs more than what it is shared by, so another batch begins once a lane's share of the writers waits, or a few milliseconds later.
/// </remarks>
/// <param name="known">Ids that are known to have a row.</param>
/// <param name="lanes">How many batches run at once.</param>
/// <param name="time">The clock.</param>
internal sealed partial class WriteQueue(KnownIds known, int lanes, TimeProvider time) : IDisposable
{
    // Bytes of JSON in one transaction: beyond this, sharing one gains nothing.
    private const long LargestBatch = 8 << 20;

    // A transaction shared by so many costs each of them next to nothing.
    private const int MostWorth = 64;

    // Fewer are written as they come.
    private const int LeastWorth = 4;

    // How much of a crowd that was seen is still believed in after another batch, and after waiting for it in vain.
    private const double Fading = 0.98;
    private const double FadingInVain = 0.5;

    // For so long the first who waits lets others come: beside a batch that runs, and where none does.
    private static readonly TimeSpan PatienceBeside = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<int, TenantQueue> _tenants = [];
    private readonly LinkedList<TenantQueue> _turns = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly int _lanes = lanes;
    private int _free = lanes;
    private int _pending;
    private int _running;

    // Units that wait or are being written, and how many writers are believed in: the most of the former, fading.
    private int _inside;
    private double _crowd;

    // When what waits is taken, however little it is.
    private long _due;
    private bool _closed;

    // So many have to wait for another batch beside one that runs: a lane's share of the writers.
    private int Worth => _crowd / _lanes is >= LeastWorth and var share ? (int)share : 1;

    /// <summary>Adds units of one tenant and wakes a lane, which takes all of them at once.</summary>
    public void Enqueue(IReadOnlyList<WriteUnit> units)
    {
        lock (_lock)
        {
            Add(units);
        }

        _work.Release();
    }

    /// <summary>Adds a unit. When no more batches run than may, this gives one for the caller to run: no other thread need be woken.</summary>
    public Batch? EnqueueAndTake(WriteUnit unit, int limit)
    {
        lock (_lock)
        {
            Add([unit]);
            if (_pending >= Worth || time.GetTimestamp() >= _due)
            {
                return TakeNext(limit);
            }

            if (_pending > 1)
            {
                return null;
            }
        }

        // The first who waits: a lane looks when the time is up.
        _work.Release();
        return null;
    }

    /// <summary>The next batch; null once the queue is closed and empty.</summary>
    public async ValueTask<Batch?> TakeAsync(int limit)
    {
        var wait = Timeout.InfiniteTimeSpan;
        while (true)
        {
            await _work.WaitAsync(wait).ConfigureAwait(false);
            lock (_lock)
            {
                wait = UntilDue();
                if (wait == TimeSpan.Zero && TakeNext(limit) is { } batch)
                {
                    return batch;
                }

                if (_closed && _pending == 0 && _running == 0)
                {
                    _work.Release();
                    return null;
                }

                // What waits for claims or for a lane can be looked at when a batch is completed.
                wait = wait > TimeSpan.Zero ? wait : Timeout.InfiniteTimeSpan;
            }
        }
    }

    // Zero when what waits is to be taken now, if it can be.
    private TimeSpan UntilDue()
    {
        if (_pending == 0 || _free == 0)
        {
            return Timeout.InfiniteTimeSpan;
        }

        if (_pending >= Worth || _closed)
        {
            return TimeSpan.Zero;
        }

        var left = time.GetElapsedTime(time.GetTimestamp(), _due);
        if (left > TimeSpan.Zero)
        {
            return TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        }

        _crowd = Math.Max(_inside, _crowd * FadingInVain);
        return TimeSpan.Zero;
    }

    private long After(TimeSpan patience) => time.GetTimestamp() + (long)(patience.TotalSeconds * time.TimestampFrequency);

    /// <summary>Gives back what a batch held.</summary>
    public void Complete(Batch batch)
    {
        lock (_lock)
        {
            var queue = _tenants[batch.Tenant];
            foreach (var claim in batch.Claims.Keys)
            {
                queue.Held.Release(claim);
            }

            queue.Running--;
            _running--;
            _inside -= batch.Units.Count;
            _crowd *= Fading;
            _free++;
            _due = _running == 0 ? Math.Min(_due, After(Patience)) : _due;
            queue.Completed.TrySetResult();
            queue.Completed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            RemoveIfIdle(queue);
            if (_pending == 0 && !_closed)
            {
                return;
            }
        }

        // What waited for these claims, for a free lane or for the end, can be looked at again.
        _work.Release();
    }

    /// <summary>Takes no more units; those that wait are still written.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }

        _work.Release();
    }

    public void Dispose()
    {
        _patrol?.Dispose();
        _work.Dispose();
    }

    private void RemoveIfIdle(TenantQueue queue)
    {
        if (queue.Running == 0 && queue.Pending.Count == 0 && queue.Reserved.Count == 0)
        {
            _tenants.Remove(queue.Tenant);
            _turns.Remove(queue);
        }
    }

    private void Add(IReadOnlyList<WriteUnit> units)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var queue = QueueOf(units[0].Tenant);
        var now = time.GetTimestamp();
        foreach (var unit in units)
        {
            unit.Queued = now;
            queue.Pending.AddLast(unit);
        }

        _pending += units.Count;
        _inside += units.Count;
        _crowd = Math.Max(_crowd, Math.Min(_inside, MostWorth * _lanes));
        if (_pending == units.Count)
        {
            _due = After(_running == 0 ? Patience : PatienceBeside);
        }
    }

    private TenantQueue QueueOf(int tenant)
    {
        if (!_tenants.TryGetValue(tenant, out var queue))
        {
            _tenants.Add(tenant, queue = new TenantQueue(tenant));
            _turns.AddLast(queue);
        }

        return queue;
    }

    private Batch? TakeNext(int limit)
    {
        if (_free == 0)
        {
            return null;
        }

        for (LinkedListNode<TenantQueue>? turn = _turns.First, next; turn is not null; turn = next)
        {
            next = turn.Next;
            if (Take(turn.Value, limit) is { } batch)
            {
                _turns.Remove(turn);
                _turns.AddLast(turn);
                _free--;
                if (_pending > 0 && _free > 0)
                {
                    _work.Release();
                }

                return batch;
            }

            // All that waited here may have been cancelled.
            RemoveIfIdle(turn.Value);
        }

        return null;
    }

    private Batch? Take(TenantQueue queue, int limit)
    {
        if (queue.Pending.Count == 0)
        {
            return null;
        }

        var units = new List<WriteUnit>();
        var claims = new Dictionary<string, bool>(StringComparer.Ordinal);
        ClaimTable? passed = null;
        var size = 0L;
        for (var node = queue.Pending.First; node is not null && units.Count < limit && size < LargestBatch;)
        {
            var (unit, next) = (node.Value, node.Next);
            if (unit.CancellationToken.IsCancellationRequested)
            {
                Drop(queue, node);
                unit.Cancel();
            }
            else if (IsFree(queue, passed, unit))
            {
                queue.Pending.Remove(node);
                _pending--;
                units.Add(unit);
                size += unit.Size;
                foreach (var claim in unit.Claims)
                {
                    claims[claim.Name] = claims.GetValueOrDefault(claim.Name) || IsExclusive(unit, claim);
                }
            }
            else
            {
                passed ??= new ClaimTable();
                foreach (var claim in unit.Claims)
                {
                    // A later unit must not overtake this one: what it reads only, a later one may read, too.
                    passed.Hold(claim.Name, IsExclusive(unit, claim) || !passed.Allows(claim.Name, exclusive: false));
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
            queue.Held.Hold(name, exclusive);
        }

        queue.Running++;
        _running++;
        return new Batch(queue.Tenant, units, claims);
    }

    private void Drop(TenantQueue queue, LinkedListNode<WriteUnit> node)
    {
        queue.Pending.Remove(node);
        _pending--;
        _inside--;
    }

    private bool IsFree(TenantQueue queue, ClaimTable? passed, WriteUnit unit)
    {
        foreach (var claim in unit.Claims)
        {
            var exclusive = IsExclusive(unit, claim);
            if (!queue.Held.Allows(claim.Name, exclusive) || passed?.Allows(claim.Name, exclusive) == false)
            {
                return false;
            }
        }

        return !IsReserved(queue, unit);
    }

    // An end that may have no row yet would be created by the unit.
    private bool IsExclusive(WriteUnit unit, Claim claim) => !claim.IsEnd || !known.Contains(unit.Tenant, claim.Name);

    /// <summary>Units to be written in one transaction.</summary>
    /// <param name="Tenant">Their tenant.</param>
    /// <param name="Units">The units, in order.</param>
    /// <param name="Claims">What they hold until the batch is completed, and whether alone.</param>
    internal sealed record Batch(int Tenant, IReadOnlyList<WriteUnit> Units, IReadOnlyDictionary<string, bool> Claims);

    private sealed class TenantQueue(int tenant)
    {
        public int Tenant { get; } = tenant;

        public LinkedList<WriteUnit> Pending { get; } = new();

        public ClaimTable Held { get; } = new();

        public List<Reservation> Reserved { get; } = [];

        public int Running { get; set; }

        /// <summary>Done when the next of its batches is completed.</summary>
        public TaskCompletionSource Completed { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
