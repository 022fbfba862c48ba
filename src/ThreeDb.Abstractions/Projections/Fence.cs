namespace ThreeDb.Projections;

/// <summary>Which write of which leader this is. A sink takes only writes that are newer than the newest it has taken.</summary>
/// <remarks>
/// A leader that was stopped and wakes after another took over carries an older epoch; a request that was given up and arrives late
/// carries an older number. Both are refused by the sink itself, in the transaction that would have applied them.
/// </remarks>
/// <param name="Epoch">Counts the leaders of the projection.</param>
/// <param name="Number">Counts the writes of one leader, from 1.</param>
public readonly record struct Fence(long Epoch, long Number) : IComparable<Fence>
{
    /// <summary>The fence of the next write of the same leader.</summary>
    public Fence Next() => this with { Number = Number + 1 };

    /// <summary>Both in one number, for sinks that store one: 2^31 leaders, 2^32 writes each.</summary>
    public long ToInt64() => (Epoch << 32) | Number;

    /// <inheritdoc />
    public int CompareTo(Fence other) => Epoch == other.Epoch ? Number.CompareTo(other.Number) : Epoch.CompareTo(other.Epoch);

    /// <summary>Whether one fence is older than another.</summary>
    public static bool operator <(Fence a, Fence b) => a.CompareTo(b) < 0;

    /// <summary>Whether one fence is newer than another.</summary>
    public static bool operator >(Fence a, Fence b) => a.CompareTo(b) > 0;

    /// <summary>Whether one fence is not newer than another.</summary>
    public static bool operator <=(Fence a, Fence b) => a.CompareTo(b) <= 0;

    /// <summary>Whether one fence is not older than another.</summary>
    public static bool operator >=(Fence a, Fence b) => a.CompareTo(b) >= 0;
}
