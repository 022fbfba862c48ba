namespace ThreeDb.Sync;

/// <summary>The memory that all structures of a process may take together, with the work on them. What is spare goes first, then what was not used for the longest time.</summary>
/// <param name="bytes">How much that is.</param>
public sealed class MemoryBudget(long bytes)
{
    private readonly Lock _lock = new();
    private readonly List<IBudgeted> _members = [];
    private readonly List<ISpareMemory> _spare = [];
    private long _reserved;

    /// <summary>How much may be taken, in bytes.</summary>
    public long Bytes => bytes;

    /// <summary>How much is taken, in bytes.</summary>
    public long Used
    {
        get
        {
            lock (_lock)
            {
                return Held + Spare;
            }
        }
    }

    /// <summary>How much of it is kept only to save work, in bytes.</summary>
    public long UsedBySpare
    {
        get
        {
            lock (_lock)
            {
                return Spare;
            }
        }
    }

    /// <summary>How much of it work has taken, in bytes.</summary>
    public long Reserved
    {
        get
        {
            lock (_lock)
            {
                return _reserved;
            }
        }
    }

    private long Held => _members.Sum(member => member.Bytes) + _reserved;

    private long Spare => _spare.Sum(spare => spare.Bytes);

    /// <summary>Counts what is kept only to save work: it is dropped before a structure is given up, and work on one refused.</summary>
    public void AddSpare(ISpareMemory spare)
    {
        lock (_lock)
        {
            _spare.Add(spare);
        }
    }

    /// <summary>Takes memory for work on the structure that was used last. Others are given up for it where that is enough.</summary>
    /// <param name="need">How much, in bytes.</param>
    /// <returns>What gives it back; null when it does not fit beside that structure: then nothing was given up.</returns>
    public MemoryReservation? Reserve(long need) => Reserve(need, beside: null);

    /// <summary>Takes memory for work only where it is free: nothing is given up for it, not even what is spare.</summary>
    /// <param name="need">How much, in bytes.</param>
    /// <returns>What gives it back; null when there is not so much.</returns>
    public MemoryReservation? ReserveFree(long need)
    {
        lock (_lock)
        {
            if (Held + Spare + need > bytes)
            {
                return null;
            }

            _reserved += need;
            return new MemoryReservation(this, need);
        }
    }

    /// <summary>Takes memory for work on a structure. Others are given up for it where that is enough.</summary>
    /// <param name="need">How much, in bytes.</param>
    /// <param name="beside">What stays; null for what was used last.</param>
    internal MemoryReservation? Reserve(long need, IBudgeted? beside)
    {
        List<IBudgeted> evicted;
        lock (_lock)
        {
            var stays = beside ?? _members.MaxBy(member => member.LastUsed);
            if ((stays?.Bytes ?? 0) + _reserved + need > bytes)
            {
                return null;
            }

            _reserved += need;
            evicted = MakeRoom(stays);
        }

        evicted.ForEach(other => other.Evict());
        return new MemoryReservation(this, need);
    }

    internal void Release(long need)
    {
        lock (_lock)
        {
            _reserved -= need;
            DropSpare();
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
        List<IBudgeted> evicted;
        lock (_lock)
        {
            evicted = MakeRoom(member);
        }

        evicted.ForEach(other => other.Evict());
        return member.Bytes <= bytes;
    }

    private List<IBudgeted> MakeRoom(IBudgeted? stays)
    {
        DropSpare();
        var evicted = new List<IBudgeted>();
        while (Held > bytes && _members.Where(other => other != stays && other.Bytes > 0).MinBy(other => other.LastUsed) is { } oldest)
        {
            _members.Remove(oldest);
            evicted.Add(oldest);
        }

        return evicted;
    }

    private void DropSpare()
    {
        if (Held + Spare > bytes)
        {
            _spare.ForEach(spare => spare.Drop());
        }
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
