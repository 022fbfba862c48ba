namespace ThreeDb.Graphs;

/// <summary>Counts labels around one node after another, for one thread.</summary>
internal sealed class LabelCounts(int labels)
{
    private readonly int[] _counts = new int[labels];
    private readonly int[] _seen = new int[labels];
    private int _seenCount;

    public void Add(int label)
    {
        if (_counts[label]++ == 0)
        {
            _seen[_seenCount++] = label;
        }
    }

    /// <summary>The label that was added most often, the smallest of equal ones; and begins anew.</summary>
    public int TakeMostFrequent()
    {
        var (best, most) = (-1, 0);
        foreach (var label in _seen.AsSpan(0, _seenCount))
        {
            var count = _counts[label];
            if (count > most || (count == most && label < best))
            {
                (best, most) = (label, count);
            }

            _counts[label] = 0;
        }

        _seenCount = 0;
        return best;
    }
}
