namespace ThreeDb.Connectors.Valkey;

/// <summary>The generations of all buckets as this process has heard of them: by messages of the cache's server, and by its own writes.</summary>
/// <remarks>Only while messages come is anything here worth something; each time that they begin or end, everything is of a new epoch.</remarks>
internal sealed class LocalGenerations
{
    private readonly int[] _generations = new int[Buckets.Count];
    private int _epoch;
    private volatile bool _listening;

    /// <summary>Whether messages come.</summary>
    public bool IsListening => _listening;

    public void Listen(bool listening)
    {
        _listening = listening;
        BumpAll();
    }

    public void Bump(int bucket) => Interlocked.Increment(ref _generations[bucket]);

    public void BumpAll() => Interlocked.Increment(ref _epoch);

    /// <summary>What is true now of some buckets.</summary>
    public LocalMoment Now(int[] buckets)
    {
        // The epoch first: what ends between the two is then seen by the comparison.
        var epoch = Volatile.Read(ref _epoch);
        var generations = new int[buckets.Length];
        for (var i = 0; i < generations.Length; i++)
        {
            generations[i] = Volatile.Read(ref _generations[buckets[i]]);
        }

        return new LocalMoment(epoch, buckets, generations);
    }

    /// <summary>Whether nothing has changed since a moment, and messages came all the while.</summary>
    public bool IsStill(LocalMoment moment) => IsUntouched(moment) && (Volatile.Read(ref _epoch) == moment.Epoch || PlantedFault.Is(PlantedFault.FirstLevelWithoutEpoch));

    /// <summary>Whether nothing of it was written or told to have changed since a moment.</summary>
    public bool IsUntouched(LocalMoment moment)
    {
        for (var i = 0; i < moment.Buckets.Length; i++)
        {
            if (Volatile.Read(ref _generations[moment.Buckets[i]]) != moment.Generations[i])
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>What was true of some buckets at one moment.</summary>
internal sealed record LocalMoment(int Epoch, int[] Buckets, int[] Generations);
