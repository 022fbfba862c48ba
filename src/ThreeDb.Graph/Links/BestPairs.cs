namespace ThreeDb.Graphs;

/// <summary>Keeps the best of the pairs it is offered. Their order is total, so it keeps the same ones in whatever order they come.</summary>
internal sealed class BestPairs(int limit)
{
    // The worst one kept comes out first.
    private readonly PriorityQueue<ScoredPair, ScoredPair> _kept = new(Comparer<ScoredPair>.Create((a, b) => b.CompareTo(a)));

    public void Offer(ScoredPair pair)
    {
        if (_kept.Count < limit)
        {
            _kept.Enqueue(pair, pair);
        }
        else if (limit > 0 && pair < _kept.Peek())
        {
            _kept.EnqueueDequeue(pair, pair);
        }
    }

    /// <summary>Those kept, best first.</summary>
    public ScoredPair[] Ordered()
    {
        var pairs = _kept.UnorderedItems.Select(item => item.Element).ToArray();
        Array.Sort(pairs);
        return pairs;
    }
}
