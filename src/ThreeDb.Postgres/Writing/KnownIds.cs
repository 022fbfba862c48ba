using System.Collections.Concurrent;

namespace ThreeDb.Postgres;

/// <summary>Ids that are known to have a row, so that using them as an end of a relation makes none. Only a hint: a wrong one costs a repetition, never a result.</summary>
internal sealed class KnownIds
{
    private const int Capacity = 50_000;

    private volatile ConcurrentDictionary<(int, string), bool> _current = new();
    private volatile ConcurrentDictionary<(int, string), bool> _old = new();
    private int _count;

    public bool Contains(int tenant, string id) => _current.ContainsKey((tenant, id)) || _old.ContainsKey((tenant, id));

    public void Add(int tenant, string id)
    {
        if (_current.TryAdd((tenant, id), true) && Interlocked.Increment(ref _count) > Capacity)
        {
            _old = _current;
            _current = new();
            _count = 0;
        }
    }
}
