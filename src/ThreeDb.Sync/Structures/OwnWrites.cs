using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>The writes of this process that a structure does not have yet, numbered in the order in which they were noted.</summary>
internal sealed class OwnWrites
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, OwnWrite> _pending = [];
    private readonly SortedSet<long> _answered = [];
    private long _last;
    private long _lastAnswered;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The newest write that was answered without being there; what a reader that begins now has to see. 0 for none.</summary>
    public long LastAnswered => Volatile.Read(ref _lastAnswered);

    /// <summary>Notes a write, before it is answered.</summary>
    public long Add(OwnWrite write)
    {
        lock (_lock)
        {
            _pending.Add(++_last, write);
            return _last;
        }
    }

    /// <summary>A write is being answered, whether or not it is there.</summary>
    public void Answered(long write)
    {
        lock (_lock)
        {
            if (_pending.ContainsKey(write))
            {
                _answered.Add(write);
                Volatile.Write(ref _lastAnswered, Math.Max(_lastAnswered, write));
            }
        }
    }

    /// <summary>Whether a write is there.</summary>
    public bool Has(long write)
    {
        lock (_lock)
        {
            return !_pending.ContainsKey(write);
        }
    }

    /// <summary>Whether everything that was answered, up to a write, is there.</summary>
    public bool HasAnswered(long upTo)
    {
        if (upTo == 0)
        {
            return true;
        }

        lock (_lock)
        {
            return _answered.Count == 0 || _answered.Min > upTo;
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
            if (_pending.Count > 0)
            {
                Remove([.. _pending.Where(write => write.Value.Point <= point).Select(write => write.Key)]);
            }
        }

        Moved();
    }

    /// <summary>Some writes have been read by themselves.</summary>
    public void Taken(IEnumerable<long> writes)
    {
        lock (_lock)
        {
            Remove([.. writes]);
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

    private void Remove(List<long> writes)
    {
        foreach (var write in writes)
        {
            _pending.Remove(write);
            _answered.Remove(write);
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
