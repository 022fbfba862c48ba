using ThreeDb.Changes;

namespace ThreeDb.Connectors.Valkey;

/// <summary>What this process keeps itself: bounded by bytes, the least recently used goes first, nothing is older than a second or so.</summary>
/// <param name="capacity">The bytes.</param>
/// <param name="maxAge">The age.</param>
/// <param name="generations">What has changed since.</param>
/// <param name="time">The clock.</param>
internal sealed class FirstLevel(long capacity, TimeSpan maxAge, LocalGenerations generations, TimeProvider time)
{
    // What an entry costs beside its content, about.
    private const int Overhead = 300;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    /// <summary>The bytes in use.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Finds an answer that has seen at least a point.</summary>
    public object? Find(string key, LogPoint required)
    {
        if (!generations.IsListening)
        {
            return null;
        }

        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node))
            {
                return null;
            }

            if (!generations.IsStill(node.Value.Moment) || time.GetElapsedTime(node.Value.Since) > maxAge)
            {
                Remove(node);
                return null;
            }

            if (node.Value.Seen < required)
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Content;
        }
    }

    /// <summary>Keeps an answer, unless something has changed since the moment before it was read.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">The answer; nobody may change it.</param>
    /// <param name="size">Its size, about, in bytes.</param>
    /// <param name="seen">What it has seen at least.</param>
    /// <param name="moment">The moment before it was read.</param>
    public void Keep(string key, object content, int size, LogPoint seen, LocalMoment moment)
    {
        if (!generations.IsListening || size + Overhead > capacity / 8 || !generations.IsStill(moment))
        {
            return;
        }

        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var old))
            {
                Remove(old);
            }

            _entries[key] = _byUse.AddFirst(new Entry(key, content, size + Overhead + (2 * key.Length), seen, moment, time.GetTimestamp()));
            _bytes += _byUse.First!.Value.Size;
            while (_bytes > capacity)
            {
                Remove(_byUse.Last!);
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _entries.Remove(node.Value.Key);
        _byUse.Remove(node);
        _bytes -= node.Value.Size;
    }

    private sealed record Entry(string Key, object Content, int Size, LogPoint Seen, LocalMoment Moment, long Since);
}
