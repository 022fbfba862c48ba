namespace ThreeDb.Graphs;

/// <summary>A growing array.</summary>
internal sealed class Column<T>
    where T : unmanaged
{
    private T[] _items = [];

    public int Count { get; private set; }

    public ReadOnlySpan<T> Span => _items.AsSpan(0, Count);

    public T this[int i] => _items[i];

    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Grow(1);
        }

        _items[Count++] = item;
    }

    public void AddRange(ReadOnlySpan<T> items)
    {
        if (Count + items.Length > _items.Length)
        {
            Grow(items.Length);
        }

        items.CopyTo(_items.AsSpan(Count));
        Count += items.Length;
    }

    public void AddZeros(int count)
    {
        Grow(count);
        _items.AsSpan(Count, count).Clear();
        Count += count;
    }

    private void Grow(int by)
    {
        var wanted = Count + (long)by;
        if (wanted > Array.MaxLength)
        {
            throw new GraphTooLargeException($"it has more than {Array.MaxLength:N0} rows");
        }

        Array.Resize(ref _items, (int)Math.Min(Array.MaxLength, Math.Max(wanted, Math.Max(1024, 2L * _items.Length))));
    }
}
