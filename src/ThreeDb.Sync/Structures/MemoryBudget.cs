namespace ThreeDb.Sync;

/// <summary>The memory that all structures of a process may take together. What was not used for the longest time goes first.</summary>
/// <param name="bytes">How much that is.</param>
public sealed class MemoryBudget(long bytes)
{
    private readonly Lock _lock = new();
    private readonly List<IBudgeted> _members = [];

    /// <summary>How much may be taken, in bytes.</summary>
    public long Bytes => bytes;

    /// <summary>How much is taken, in bytes.</summary>
    public long Used
    {
        get
        {
            lock (_lock)
            {
                return _members.Sum(member => member.Bytes);
            }
        }
    }

    internal void Add(IBudgeted member)
    {
        lock (_lock)
        {
            _members.Add(member);
        }
    }

    internal void Remove(IBudgeted member)
    {
        lock (_lock)
        {
            _members.Remove(member);
        }
    }

    /// <summary>Makes room for what has grown.</summary>
    /// <returns>False when it does not fit even alone.</returns>
    internal bool Fit(IBudgeted member)
    {
        var evicted = new List<IBudgeted>();
        lock (_lock)
        {
            while (_members.Sum(other => other.Bytes) > bytes && _members.Where(other => other != member && other.Bytes > 0).MinBy(other => other.LastUsed) is { } oldest)
            {
                _members.Remove(oldest);
                evicted.Add(oldest);
            }
        }

        evicted.ForEach(other => other.Evict());
        return member.Bytes <= bytes;
    }
}

/// <summary>What takes memory and can be given up.</summary>
internal interface IBudgeted
{
    /// <summary>How much, in bytes.</summary>
    long Bytes { get; }

    /// <summary>When it was last used; larger is later.</summary>
    long LastUsed { get; }

    /// <summary>Gives the memory up.</summary>
    void Evict();
}
