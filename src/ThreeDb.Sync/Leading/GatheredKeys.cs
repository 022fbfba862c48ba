using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>Keys whose changes are gathered before they are applied. Owned by the leader's loop.</summary>
/// <remarks>The checkpoint stays before the oldest of them, so that a new leader meets them again.</remarks>
internal sealed class GatheredKeys(TimeProvider time)
{
    /// <summary>With more keys than this, all are due at once: memory is bounded.</summary>
    public const int Most = 100_000;

    private readonly Dictionary<RowKey, Waiting> _waiting = [];

    /// <summary>The point before the oldest change that waits; null when none does.</summary>
    public LogPoint? OldestBefore { get; private set; }

    /// <summary>When the first key is due; null when none waits.</summary>
    public TimeSpan? NextDue => _waiting.Count == 0 ? null : _waiting.Values.Min(Left);

    public bool Contains(RowKey key) => _waiting.ContainsKey(key);

    /// <summary>Gathers a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="before">A point before its change.</param>
    /// <param name="interval">How long.</param>
    public void Add(RowKey key, LogPoint before, TimeSpan interval)
    {
        if (_waiting.TryAdd(key, new Waiting(before, time.GetTimestamp(), interval)) && (OldestBefore is null || before < OldestBefore))
        {
            OldestBefore = before;
        }
    }

    /// <summary>Takes out the keys that are due.</summary>
    public HashSet<RowKey> TakeDue()
    {
        if (_waiting.Count == 0)
        {
            return [];
        }

        var all = _waiting.Count > Most;
        var due = _waiting.Where(entry => all || Left(entry.Value) <= TimeSpan.Zero).Select(entry => entry.Key).ToHashSet();
        foreach (var key in due)
        {
            _waiting.Remove(key);
        }

        OldestBefore = _waiting.Count == 0 ? null : _waiting.Values.Min(waiting => waiting.Before);
        return due;
    }

    private TimeSpan Left(Waiting waiting) => waiting.Interval - time.GetElapsedTime(waiting.Since);

    private readonly record struct Waiting(LogPoint Before, long Since, TimeSpan Interval);
}
