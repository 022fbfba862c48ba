using System.Collections.Concurrent;

namespace ThreeDb.Postgres;

/// <summary>Rows of entities that this process has met as ends of relations. Only hints: a wrong one costs a repetition, never a result.</summary>
internal sealed class KnownIds
{
    private const int Capacity = 50_000;

    private volatile ConcurrentDictionary<(int, string), KnownId> _current = new();
    private volatile ConcurrentDictionary<(int, string), KnownId> _old = new();
    private int _count;

    /// <summary>Whether the id has a row, so that using it as an end of a relation makes none.</summary>
    public bool Contains(int tenant, string id) => Find(tenant, id) is not null;

    public KnownId? Find(int tenant, string id)
    {
        if (_current.TryGetValue((tenant, id), out var known))
        {
            return known;
        }

        if (_old.TryGetValue((tenant, id), out known))
        {
            Set(tenant, id, known);
            return known;
        }

        return null;
    }

    public void Set(int tenant, string id, KnownId known)
    {
        if (!_current.TryAdd((tenant, id), known))
        {
            _current[(tenant, id)] = known;
        }
        else if (Interlocked.Increment(ref _count) > Capacity)
        {
            _old = _current;
            _current = new();
            _count = 0;
        }
    }
}

/// <summary>What is known of an id.</summary>
/// <param name="Seq">The number of its row, which never changes.</param>
/// <param name="IsLive">Whether it was a live entity when it was last met.</param>
internal readonly record struct KnownId(long Seq, bool IsLive);
