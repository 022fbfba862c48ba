namespace ThreeDb.Graphs;

/// <summary>Search for the cheapest way of a bounded number of steps. A label is a way to an entity that is cheaper than all ways of fewer steps.</summary>
internal sealed class BoundedSearch(GraphView view, WalkRules rules, StepFilter filter, int to) : IDisposable
{
    private readonly WalkScratch _scratch = WalkScratch.Rent(view.SeqEnd);
    private readonly WalkPulse _meter = new(rules.Cancellation);
    private Label[] _labels = new Label[256];
    private int _count;
    private int _noted;
    private int _visited;
    private int _levelStart;

    /// <summary>Whether a cap stopped the search before the end.</summary>
    public bool Truncated { get; private set; }

    /// <summary>The entities of the cheapest way; null when there is none.</summary>
    public List<int>? Run(int from)
    {
        rules.Cancellation.ThrowIfCancellationRequested();
        Note(from, 0);
        Add(from, -1, 0);
        for (var depth = 0; depth < rules.Depth && _levelStart < _count && !Truncated; depth++)
        {
            var start = _levelStart;
            _levelStart = _count;
            for (var label = start; label < _levelStart && !Truncated; label++)
            {
                var seq = _labels[label].Seq;
                if (seq == to)
                {
                    continue;
                }

                if (rules.Direction != Direction.In)
                {
                    Expand(label, seq, view.Out(seq), isOut: true);
                }

                if (rules.Direction != Direction.Out)
                {
                    Expand(label, seq, view.In(seq), isOut: false);
                }
            }
        }

        return Truncated || !IsNoted(to) ? null : Path();
    }

    public void Dispose()
    {
        _scratch.Clear(_noted, 0);
        _scratch.Dispose();
    }

    private void Expand(int label, int seq, in Steps steps, bool isOut)
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
            var cost = _labels[label].Cost + RelationWeights.Of(view, steps, i, seq, isOut);
            if (!(cost <= double.MaxValue) || (IsNoted(to) && cost >= _scratch.Costs[to]))
            {
                continue;
            }

            if (!IsNoted(end))
            {
                if (view.TypeOf(end) == 0)
                {
                    Note(end, double.NegativeInfinity);
                    continue;
                }

                Truncated |= ++_visited > rules.MaxVisited;
                Note(end, cost);
                Add(end, label, cost);
            }
            else if (cost < _scratch.Costs[end])
            {
                Improve(end, label, cost);
            }
        }
    }

    // Within a step a better way takes the place of a worse one; nothing goes on from there yet.
    private void Improve(int seq, int parent, double cost)
    {
        _scratch.Costs[seq] = cost;
        if (_scratch.Parents[seq] is var known && known >= _levelStart)
        {
            _labels[known] = new Label(seq, parent, cost);
        }
        else
        {
            Add(seq, parent, cost);
        }
    }

    private bool IsNoted(int seq) => (_scratch.Seen[seq >> 6] & (1UL << seq)) != 0;

    private void Note(int seq, double cost)
    {
        _scratch.Seen[seq >> 6] |= 1UL << seq;
        _scratch.Order[_noted++] = seq;
        _scratch.Costs[seq] = cost;
    }

    private void Add(int seq, int parent, double cost)
    {
        if (_count == _labels.Length)
        {
            Array.Resize(ref _labels, 2 * _count);
        }

        _scratch.Parents[seq] = _count;
        _labels[_count++] = new Label(seq, parent, cost);
    }

    private List<int> Path()
    {
        var path = new List<int>();
        for (var label = _scratch.Parents[to]; label >= 0; label = _labels[label].Parent)
        {
            path.Add(_labels[label].Seq);
        }

        path.Reverse();
        return path;
    }

    private readonly record struct Label(int Seq, int Parent, double Cost);
}
