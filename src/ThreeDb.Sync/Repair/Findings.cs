using System.Globalization;
using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>What a comparison has found so far.</summary>
internal sealed class Findings(string cause, DateTimeOffset startedAt)
{
    private const int MostExamples = 100;

    private readonly List<string> _examples = [];
    private long _missing, _orphans, _differing;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Entities compared.</summary>
    public long Entities { get; set; }

    /// <summary>Relations compared.</summary>
    public long Relations { get; set; }

    /// <summary>How many examples there is room for.</summary>
    public int Room => MostExamples - _examples.Count;

    /// <summary>Adds a difference.</summary>
    /// <param name="key">Where.</param>
    /// <param name="difference">Which.</param>
    /// <param name="name">What people know the key by; null when nobody knows.</param>
    public void Add(RowKey key, Difference difference, string? name)
    {
        ref var count = ref difference == Difference.Missing ? ref _missing : ref difference == Difference.Orphan ? ref _orphans : ref _differing;
        count++;
        if (_examples.Count < MostExamples)
        {
            _examples.Add(string.Create(CultureInfo.InvariantCulture, $"{difference.ToString().ToLowerInvariant()} {key}{(name is null ? "" : $" ({name})")}"));
        }
    }

    public ReconcileReport ToReport(DateTimeOffset endedAt, int parked) => new()
    {
        StartedAt = startedAt,
        EndedAt = endedAt,
        Cause = cause,
        Entities = Entities,
        Relations = Relations,
        Missing = _missing,
        Orphans = _orphans,
        Differing = _differing,
        Parked = parked,
        Examples = [.. _examples],
    };
}

/// <summary>How a projection differs from the source at a key.</summary>
internal enum Difference
{
    /// <summary>The projection lacks it.</summary>
    Missing,

    /// <summary>The source does not have it.</summary>
    Orphan,

    /// <summary>Both have it, and it looks otherwise.</summary>
    Differing,
}
