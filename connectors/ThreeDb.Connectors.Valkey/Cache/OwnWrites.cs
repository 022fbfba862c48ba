using ThreeDb.Changes;

namespace ThreeDb.Connectors.Valkey;

/// <summary>What this process wrote and the cache may not have applied yet. Bounded by the number of buckets.</summary>
internal sealed class OwnWrites
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, LogPoint> _points = [];
    private LogPoint _applied;

    public void Add(int bucket, LogPoint point)
    {
        lock (_lock)
        {
            if (point > _applied && (!_points.TryGetValue(bucket, out var known) || known < point))
            {
                _points[bucket] = point;
            }
        }
    }

    /// <summary>What an answer that depends on some buckets must have seen.</summary>
    public LogPoint Required(int[] buckets, LogPoint atLeast)
    {
        lock (_lock)
        {
            foreach (var bucket in _points.Count == 0 ? [] : buckets)
            {
                if (_points.TryGetValue(bucket, out var point) && point > atLeast)
                {
                    atLeast = point;
                }
            }

            return atLeast;
        }
    }

    /// <summary>The cache has applied everything up to here: what lies before needs no remembering.</summary>
    public void Passed(LogPoint applied)
    {
        lock (_lock)
        {
            if (applied <= _applied)
            {
                return;
            }

            _applied = applied;
            if (_points.Count > 0)
            {
                foreach (var bucket in _points.Where(pair => pair.Value <= applied).Select(pair => pair.Key).ToList())
                {
                    _points.Remove(bucket);
                }
            }
        }
    }

    /// <summary>The log may have begun anew: what was applied before says nothing of it.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            _applied = LogPoint.Start;
        }
    }
}
