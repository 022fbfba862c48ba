using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>Keys whose changes are gathered before they are applied. Owned by the leader's loop.</summary>
/// <remarks>
/// The checkpoint stays before the oldest of them, so that a new leader meets them again. The keys of a type wait in the order in which they came, all for the same time:
/// only the first of each type is looked at. For how long is asked anew each time, so that what types are declared as meanwhile holds for keys that wait already.
/// Those that are due are taken by age over all types: one with more changes than the pace allows holds up neither the others nor the checkpoint.
/// </remarks>
internal sealed class GatheredKeys(Gathering gathering, TimeProvider time)
{
    /// <summary>With more keys than this, all are due: memory is bounded.</summary>
    public const int Most = 100_000;

    private readonly HashSet<RowKey> _keys = [];
    private readonly Dictionary<string, Queue<Waiting>> _types = new(StringComparer.Ordinal);

    /// <summary>Whether there are more than are held: no more should come before some are taken out.</summary>
    public bool IsFull => _keys.Count > Most;

    /// <summary>The point before the oldest change that waits; null when none does.</summary>
    public LogPoint? OldestBefore => _types.Count == 0 ? null : _types.Values.Min(keys => keys.Peek().Before);

    /// <summary>When the first key is due; null when none waits.</summary>
    public TimeSpan? NextDue => _types.Count == 0 ? null : _types.Min(keys => Left(keys.Key, keys.Value.Peek()));

    /// <summary>Gathers a key; one that waits already goes on waiting.</summary>
    /// <param name="key">The key.</param>
    /// <param name="type">The entity type that says for how long.</param>
    /// <param name="before">A point before its change, and not before those of the keys that wait already.</param>
    public void Add(RowKey key, string type, LogPoint before)
    {
        if (!_keys.Add(key))
        {
            return;
        }

        if (!_types.TryGetValue(type, out var keys))
        {
            _types.Add(type, keys = []);
        }

        keys.Enqueue(new Waiting(key, before, time.GetTimestamp()));
    }

    /// <summary>Takes out keys that are due, the oldest first.</summary>
    /// <param name="most">How many at most: their rows are read at once.</param>
    public HashSet<RowKey> TakeDue(int most)
    {
        var due = new HashSet<RowKey>();
        var all = IsFull;
        var heads = new PriorityQueue<string, LogPoint>();
        foreach (var (type, keys) in _types)
        {
            Offer(type, keys.Peek());
        }

        while (due.Count < most && heads.TryDequeue(out var type, out _))
        {
            var keys = _types[type];
            due.Add(keys.Dequeue().Key);
            if (keys.TryPeek(out var next))
            {
                Offer(type, next);
            }
            else
            {
                _types.Remove(type);
            }
        }

        _keys.ExceptWith(due);
        return due;

        void Offer(string type, Waiting first)
        {
            if (all || Left(type, first) <= TimeSpan.Zero)
            {
                heads.Enqueue(type, first.Before);
            }
        }
    }

    private TimeSpan Left(string type, Waiting waiting) => gathering.For(type) - time.GetElapsedTime(waiting.Since);

    private readonly record struct Waiting(RowKey Key, LogPoint Before, long Since);
}
