namespace ThreeDb.Graphs;

/// <summary>What a walk notes, by seq. Kept for the next walk: making it anew would cost more than most walks.</summary>
internal sealed class WalkScratch : IDisposable
{
    private static readonly WalkScratch?[] Kept = new WalkScratch?[Math.Max(4, 2 * Environment.ProcessorCount)];

    private ulong[]? _front;
    private int[]? _parents;
    private double[]? _costs;

    private WalkScratch(int seqEnd)
    {
        Seen = new ulong[(seqEnd >> 6) + 1];
        Order = GC.AllocateUninitializedArray<int>(seqEnd + 1);
    }

    /// <summary>One bit for each seq that was met. All are 0 when nobody uses this.</summary>
    public ulong[] Seen { get; }

    /// <summary>The seqs that were met: those visited from the front, those set aside from the end. Longer by one than there are seqs, so that the place behind the last may be written.</summary>
    public int[] Order { get; }

    /// <summary>From where each seq was found; holds only for those visited.</summary>
    public int[] Parents => _parents ??= GC.AllocateUninitializedArray<int>(Order.Length);

    /// <summary>The lowest cost known for each seq; holds only for those visited.</summary>
    public double[] Costs => _costs ??= GC.AllocateUninitializedArray<double>(Order.Length);

    /// <summary>What to look at next, cheapest first. Empty when nobody uses this.</summary>
    public PriorityQueue<int, double> Queue { get; } = new();

    /// <summary>Room for one more bit for each seq, for steps that look back. Holds anything.</summary>
    public ulong[] Front => _front ??= new ulong[Seen.Length];

    public static WalkScratch Rent(int seqEnd)
    {
        for (var i = 0; i < Kept.Length; i++)
        {
            // What is too small is dropped: the graph has grown.
            if (Interlocked.Exchange(ref Kept[i], null) is { } kept && kept.Order.Length > seqEnd)
            {
                return kept;
            }
        }

        return new WalkScratch(seqEnd + (seqEnd >> 4) + 64);
    }

    /// <summary>The memory that is kept for walks to come, in bytes.</summary>
    public static long KeptBytes
    {
        get
        {
            var bytes = 0L;
            foreach (ref var place in Kept.AsSpan())
            {
                bytes += Volatile.Read(ref place)?.Bytes ?? 0;
            }

            return bytes;
        }
    }

    private long Bytes => (8L * Seen.Length) + (4L * Order.Length) + (4L * (_parents?.Length ?? 0)) + (8L * (_costs?.Length ?? 0)) + (8L * (_front?.Length ?? 0)) + (16L * Queue.EnsureCapacity(0));

    /// <summary>Keeps nothing for walks to come; those under way keep what they have.</summary>
    public static void Forget()
    {
        foreach (ref var place in Kept.AsSpan())
        {
            Interlocked.Exchange(ref place, null);
        }
    }

    /// <summary>Forgets what was seen.</summary>
    public void Clear(int visited, int aside)
    {
        if (visited + aside > Seen.Length / 2)
        {
            Clear();
            return;
        }

        foreach (var seq in Order.AsSpan(0, visited))
        {
            Seen[seq >> 6] = 0;
        }

        foreach (var seq in Order.AsSpan(Order.Length - aside))
        {
            Seen[seq >> 6] = 0;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(Seen);

    /// <summary>Keeps this for another walk. It must have been cleared.</summary>
    public void Dispose()
    {
        for (var i = 0; i < Kept.Length; i++)
        {
            if (Interlocked.CompareExchange(ref Kept[i], this, null) is null)
            {
                return;
            }
        }
    }
}
