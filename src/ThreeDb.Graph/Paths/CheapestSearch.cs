namespace ThreeDb.Graphs;

/// <summary>Dijkstra's search for the cheapest way. May be run again and again. Owner: the operation that made it.</summary>
internal sealed class CheapestSearch(GraphView view, WalkRules rules, StepFilter filter, bool weighted) : IDisposable
{
    private readonly WalkScratch _scratch = WalkScratch.Rent(view.SeqEnd);
    private readonly WalkPulse _meter = new(rules.Cancellation);
    private int _count;

    /// <summary>Whether a cap stopped a search before the end.</summary>
    public bool Truncated { get; private set; }

    /// <summary>A search from the end to everywhere, against the direction: with it, no way is gone on that does not come nearer (A*).</summary>
    public CheapestSearch? Left { get; set; }

    /// <summary>Finds the cheapest way.</summary>
    /// <param name="from">The start.</param>
    /// <param name="to">The end; −1 to go everywhere.</param>
    /// <param name="blocked">Entities not to visit.</param>
    /// <param name="notFirst">Entities that the first step must not lead to; null for none.</param>
    /// <param name="most">The highest cost to accept.</param>
    /// <param name="settled">Gets each entity with its cost, cheapest first; null for nobody.</param>
    /// <returns>Whether there is one.</returns>
    public bool Run(int from, int to, ReadOnlySpan<int> blocked = default, HashSet<int>? notFirst = null, double most = double.MaxValue, List<CostedSeq>? settled = null)
    {
        rules.Cancellation.ThrowIfCancellationRequested();
        Reset();
        foreach (var seq in blocked)
        {
            // Nothing is cheaper than this, so nothing leads there.
            Note(seq, double.NegativeInfinity, seq);
        }

        Note(from, 0, from);
        _scratch.Queue.Enqueue(from, LeftFrom(from));
        var visited = 0L;
        while (_scratch.Queue.TryDequeue(out var seq, out var least))
        {
            var cost = _scratch.Costs[seq];
            if (least > cost + LeftFrom(seq))
            {
                continue;
            }

            if (++visited > 1L + rules.MaxVisited)
            {
                Truncated = true;
                return false;
            }

            settled?.Add(new CostedSeq(seq, cost));
            if (seq == to)
            {
                return true;
            }

            Expand(seq, cost, seq == from ? notFirst : null, most);
        }

        return false;
    }

    /// <summary>The way that the last search found, from the start on.</summary>
    public List<int> PathTo(int seq)
    {
        var path = new List<int> { seq };
        while (_scratch.Parents[seq] != seq)
        {
            _meter.Add(0);
            seq = _scratch.Parents[seq];
            path.Add(seq);
        }

        path.Reverse();
        return path;
    }

    /// <summary>What the last search found a way to an entity to cost; infinite where it found none.</summary>
    public double CostOf(int seq) => (_scratch.Seen[seq >> 6] & (1UL << seq)) != 0 && _scratch.Costs[seq] is >= 0 and var cost ? cost : double.PositiveInfinity;

    public void Dispose()
    {
        Reset();
        _scratch.Dispose();
    }

    private void Expand(int seq, double cost, HashSet<int>? not, double most)
    {
        if (rules.Direction != Direction.In)
        {
            Expand(seq, view.Out(seq), isOut: true, cost, not, most);
        }

        if (rules.Direction != Direction.Out)
        {
            Expand(seq, view.In(seq), isOut: false, cost, not, most);
        }
    }

    private void Expand(int seq, in Steps steps, bool isOut, double cost, HashSet<int>? not, double most)
    {
        _meter.Add(steps.Count);
        for (var i = 0; i < steps.Count; i++)
        {
            _meter.At(i);
            if (!filter.Takes(steps, i))
            {
                continue;
            }

            var end = steps.Ends[i];
            var next = cost + (weighted ? RelationWeights.Of(view, steps, i, seq, isOut) : 1);
            var least = next + LeftFrom(end);
            if (!(least <= most) || (not is not null && not.Contains(end)))
            {
                continue;
            }

            if ((_scratch.Seen[end >> 6] & (1UL << end)) == 0)
            {
                var isLive = view.TypeOf(end) != 0;
                Note(end, isLive ? next : double.NegativeInfinity, seq);
                if (isLive)
                {
                    _scratch.Queue.Enqueue(end, least);
                }
            }
            else if (next < _scratch.Costs[end])
            {
                (_scratch.Costs[end], _scratch.Parents[end]) = (next, seq);
                _scratch.Queue.Enqueue(end, least);
            }
        }
    }

    private double LeftFrom(int seq) => Left is null ? 0 : Left.CostOf(seq);

    private void Note(int seq, double cost, int parent)
    {
        _scratch.Seen[seq >> 6] |= 1UL << seq;
        _scratch.Order[_count++] = seq;
        (_scratch.Costs[seq], _scratch.Parents[seq]) = (cost, parent);
    }

    private void Reset()
    {
        _scratch.Clear(_count, 0);
        _scratch.Queue.Clear();
        _count = 0;
    }
}
