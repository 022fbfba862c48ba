using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>The transactions of this process that a structure does not have yet.</summary>
internal sealed class OwnWrites
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, OwnWrite> _pending = [];
    private long _last;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The number of the newest write; what a reader that begins now has to see.</summary>
    public long Last
    {
        get
        {
            lock (_lock)
            {
                return _last;
            }
        }
    }

    public void Add(OwnWrite write)
    {
        lock (_lock)
        {
            _pending.Add(++_last, write);
        }
    }

    /// <summary>Whether everything up to a write is there.</summary>
    public bool Has(long write)
    {
        lock (_lock)
        {
            return _pending.Count == 0 || _pending.First().Key > write;
        }
    }

    /// <summary>What is missing and can be read by itself: writes of one transaction.</summary>
    public IReadOnlyList<KeyValuePair<long, OwnWrite>> Pending(int limit)
    {
        lock (_lock)
        {
            return [.. _pending.Where(write => !write.Value.IsMany).Take(limit)];
        }
    }

    /// <summary>The feed has passed a point.</summary>
    public void Passed(LogPoint point)
    {
        lock (_lock)
        {
            foreach (var write in _pending.Where(write => write.Value.Point <= point).Select(write => write.Key).ToList())
            {
                _pending.Remove(write);
            }
        }

        Moved();
    }

    /// <summary>Some writes have been read by themselves.</summary>
    public void Taken(IEnumerable<long> writes)
    {
        lock (_lock)
        {
            foreach (var write in writes)
            {
                _pending.Remove(write);
            }
        }

        Moved();
    }

    /// <summary>Completes when something has moved after this call.</summary>
    public Task NextMove()
    {
        lock (_lock)
        {
            return _moved.Task;
        }
    }

    private void Moved()
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            (moved, _moved) = (_moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        moved.SetResult();
    }
}

/// <summary>A write of this process.</summary>
/// <param name="Point">Where it ends in the log.</param>
/// <param name="IsMany">Whether it may have taken several transactions, of which only the last one is known: then only the feed can bring it.</param>
public readonly record struct OwnWrite(LogPoint Point, bool IsMany);
