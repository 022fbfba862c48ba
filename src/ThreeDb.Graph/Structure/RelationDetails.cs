namespace ThreeDb.Graphs;

/// <summary>What most relations do not have: a weight other than 1, a time of validity, a key. Number 0 has none of them. One writer; numbers are never taken back.</summary>
public sealed class RelationDetails
{
    private readonly Dictionary<RelationDetail, int> _known = [];
    private volatile RelationDetail[] _details = [new RelationDetail(1, long.MinValue, long.MaxValue, "")];
    private int _count = 1;
    private long _keyBytes;

    /// <summary>How many numbers are given out, 0 among them.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether a weight other than 1 was ever given out.</summary>
    public bool HasWeights { get; private set; }

    /// <summary>Whether a weight below 0, or one that is no number, was ever given out.</summary>
    public bool HasNegativeWeights { get; private set; }

    /// <summary>Whether a time of validity was ever given out.</summary>
    public bool HasTimes { get; private set; }

    /// <summary>About how much memory this takes, in bytes.</summary>
    public long Bytes => (32L * _details.Length) + (52L * _known.Capacity) + Interlocked.Read(ref _keyBytes);

    /// <summary>What stands behind a number.</summary>
    public ref readonly RelationDetail this[int number] => ref _details[number];

    /// <summary>The number of a detail.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="from">From when on it holds, in microseconds since 1970; <see cref="long.MinValue"/> for always.</param>
    /// <param name="to">Until when it holds, exclusive; <see cref="long.MaxValue"/> for always.</param>
    /// <param name="key">The key.</param>
    internal int NumberOf(double weight, long from, long to, string key)
    {
        if (weight == 1 && from == long.MinValue && to == long.MaxValue && key.Length == 0)
        {
            return 0;
        }

        var detail = new RelationDetail(weight, from, to, key);
        if (_known.TryGetValue(detail, out var number))
        {
            return number;
        }

        HasWeights |= weight != 1;
        HasNegativeWeights |= detail.IsNegative;
        HasTimes |= from != long.MinValue || to != long.MaxValue;
        number = _count;
        if (number == _details.Length)
        {
            var larger = new RelationDetail[2 * number];
            _details.CopyTo(larger, 0);
            _details = larger;
        }

        Interlocked.Add(ref _keyBytes, key.Length == 0 ? 0 : 24 + (2L * key.Length));
        _details[number] = detail;
        _known[detail] = number;
        Volatile.Write(ref _count, number + 1);
        return number;
    }
}

/// <summary>What a relation may have besides its ends and its type.</summary>
/// <param name="Weight">The weight; 1 in most cases.</param>
/// <param name="From">From when on it holds, in microseconds since 1970; <see cref="long.MinValue"/> for always.</param>
/// <param name="To">Until when it holds, exclusive; <see cref="long.MaxValue"/> for always.</param>
/// <param name="Key">The key; empty in most cases.</param>
public readonly record struct RelationDetail(double Weight, long From, long To, string Key)
{
    /// <summary>Whether the weight is below 0, or no number.</summary>
    public bool IsNegative => !(Weight >= 0);

    /// <summary>Whether it holds at a time, in microseconds since 1970.</summary>
    public bool HoldsAt(long time) => From <= time && time < To;
}
