namespace ThreeDb.Graphs;

/// <summary>The lowest of many keys, as many as are wanted. Most of those that come late are refused by one comparison.</summary>
internal sealed class LowestKeys<T>(int wanted)
    where T : struct, IComparable<T>
{
    private T[] _keys = new T[Math.Min(256, Math.Max(1, 2 * Math.Min(wanted, 1 << 20)))];
    private int _count;
    private T _worst;
    private bool _isFull;

    /// <summary>Whether a key would be kept.</summary>
    public bool Wants(T key) => wanted > 0 && (!_isFull || key.CompareTo(_worst) < 0);

    public void Add(T key)
    {
        if (!Wants(key))
        {
            return;
        }

        if (_count == _keys.Length)
        {
            MakeRoom();
        }

        _keys[_count++] = key;
    }

    /// <summary>The lowest, in order.</summary>
    public ReadOnlySpan<T> Sorted()
    {
        Array.Sort(_keys, 0, _count);
        _count = Math.Min(_count, Math.Max(0, wanted));
        return _keys.AsSpan(0, _count);
    }

    private void MakeRoom()
    {
        if (_keys.Length < 2L * wanted)
        {
            Array.Resize(ref _keys, (int)Math.Min(Array.MaxLength, Math.Min(2L * _keys.Length, 2L * wanted)));
            return;
        }

        Array.Sort(_keys, 0, _count);
        _count = wanted;
        (_worst, _isFull) = (_keys[wanted - 1], true);
    }
}
