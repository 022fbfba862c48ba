namespace ThreeDb.Connectors.Resp;

/// <summary>An aggregate whose items are still arriving. The parser reuses frames.</summary>
internal sealed class RespFrame
{
    private const int FirstCapacity = 64;

    private RespValue[] _items = [];
    private int _count;
    private long _expected;

    /// <summary>What it is.</summary>
    public RespType Type { get; private set; }

    /// <summary>Whether its end is marked instead of its length.</summary>
    public bool IsStreamed => _expected < 0;

    /// <summary>Whether all items have arrived.</summary>
    public bool IsFull => _count == _expected;

    /// <summary>Whether a map misses the value of its last key.</summary>
    public bool IsHalfPair => Type is RespType.Map or RespType.Attribute && _count % 2 != 0;

    /// <summary>The attributes of the item that comes next.</summary>
    public RespValue[]? NextAttributes { get; set; }

    /// <summary>Begins anew. What is announced is not believed: memory grows with what arrives.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="expected">The number of items, -1 when it is streamed.</param>
    public void Begin(RespType type, long expected)
    {
        Type = type;
        _expected = expected;
        _count = 0;
        NextAttributes = null;
        _items = new RespValue[expected < 0 ? FirstCapacity : Math.Min(expected, FirstCapacity)];
    }

    public void Add(RespValue item)
    {
        if (_count == _items.Length)
        {
            var capacity = Math.Max(FirstCapacity, _count * 2L);
            Array.Resize(ref _items, (int)(IsStreamed ? capacity : Math.Min(capacity, _expected)));
        }

        _items[_count++] = item;
    }

    /// <summary>The items; the frame lets go of them.</summary>
    public RespValue[] Take()
    {
        var items = _count == _items.Length ? _items : _items.AsSpan(0, _count).ToArray();
        _items = [];
        return items;
    }
}
