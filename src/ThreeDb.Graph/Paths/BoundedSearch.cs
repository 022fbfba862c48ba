namespace ThreeDb.Graphs;

/// <summary>
/// Search for the cheapest way of a bounded number of steps. A label is a way to an entity that is cheaper than all ways of fewer steps. May be run again and again.
/// Owner: the operation that made it.
/// </summary>
internal sealed class BoundedSearch(GraphView view, WalkRules rules, StepFilter filter, int to) : IDisposable
{
    private const int FewLabels = 1024;

    // Ways that may still be gone on with, and those that led to them: 16 bytes each.
    private const long MostForEachSeq = 4;
    private const long MostOnSmallGraphs = 1 << 20;

    private readonly WalkScratch _scratch = WalkScratch.Rent(view.SeqEnd);
    private readonly WalkPulse _meter = new(rules.Cancellation);
    private int _dropAbove;
    private Label[] _labels = new Label[256];
    private int _count;
    private int _noted;
    private int _visited;
    private int _levelStart;
    private bool _isStopped;

    /// <summary>Whether a cap stopped a search before the end.</summary>
    public bool Truncated { get; private set; }

    /// <summary>A search from the end to everywhere, against the direction: with it, no way is gone on that cannot become the cheapest.</summary>
    public CheapestSearch? Left { get; set; }

    /// <summary>Finds the cheapest way.</summary>
    /// <param name="from">The start.</param>
    /// <param name="depth">The largest number of steps.</param>
    /// <param name="blocked">Entities not to visit.</param>
    /// <param name="notFirst">Entities that the first step must not lead to; null for none.</param>
    /// <returns>Its entities; null when there is none.</returns>
    public List<int>? Run(int from, int depth, ReadOnlySpan<int> blocked = default, HashSet<int>? notFirst = null)
    {
        rules.Cancellation.ThrowIfCancellationRequested();
        Reset();
        foreach (var seq in blocked)
        {
            // Nothing is cheaper than this, so nothing leads there.
            Note(seq, double.NegativeInfinity);
        }

        Note(from, 0);
        Add(from, -1, 0);
        for (var step = 0; step < depth && _levelStart < _count && !_isStopped; step++)
        {
            var start = _levelStart;
            _levelStart = _count;
            for (var label = start; label < _levelStart && !_isStopped; label++)
            {
                var seq = _labels[label].Seq;
                if (seq == to)
                {
                    continue;
                }

                if (rules.Direction != Direction.In)
                {
                    Expand(label, seq, view.Out(seq), isOut: true, step == 0 ? notFirst : null);
                }

                if (rules.Direction != Direction.Out)
                {
                    Expand(label, seq, view.In(seq), isOut: false, step == 0 ? notFirst : null);
                }
            }

            // After the last step nothing is gone on with.
            if (step + 1 < depth)
            {
                DropPassed();
            }
        }

        Truncated |= _isStopped;
        return _isStopped || !IsNoted(to) ? null : Path();
    }

    public void Dispose()
    {
        Reset();
        _scratch.Dispose();
    }

    private void Reset()
    {
        _scratch.Clear(_noted, 0);
        (_count, _noted, _visited, _levelStart, _isStopped) = (0, 0, 0, 0, false);
        _dropAbove = Math.Max(FewLabels, view.SeqEnd);
    }

    private void Expand(int label, int seq, in Steps steps, bool isOut, HashSet<int>? not)
    {
        _meter.Add(steps.Count);
        for (var i = 0; i < steps.Count; i++)
        {
            _meter.At(i);
            var end = steps.Ends[i];
            if (!filter.Takes(steps, i) || (not is not null && not.Contains(end)))
            {
                continue;
            }

            var cost = _labels[label].Cost + RelationWeights.Of(view, steps, i, seq, isOut);
            var least = Left is null ? cost : cost + Left.CostOf(end);
            if (!(least <= double.MaxValue) || (IsNoted(to) && least >= _scratch.Costs[to]))
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

                _isStopped |= ++_visited > rules.MaxVisited;
                if (end != to && !LeadsOn(end))
                {
                    Note(end, double.NegativeInfinity);
                    continue;
                }

                Note(end, cost);
                Add(end, label, cost);
            }
            else if (cost < _scratch.Costs[end])
            {
                Improve(end, label, cost);
            }
        }
    }

    private bool LeadsOn(int seq) => rules.Direction switch
    {
        Direction.Out => view.Out(seq).Count > 0,
        Direction.In => view.In(seq).Count > 0,
        _ => true,
    };

    // Between two steps only the labels of the last one are gone on from: others are of use where they led to one of these, or to the end.
    private void DropPassed()
    {
        if (_count <= _dropAbove)
        {
            return;
        }

        var places = new int[_count];
        var last = _count - _levelStart;
        places.AsSpan(_levelStart).Fill(1);
        if (IsNoted(to))
        {
            places[_scratch.Parents[to]] = 1;
        }

        for (var label = _count - 1; label > 0; label--)
        {
            _meter.Add(0);
            if (places[label] != 0)
            {
                places[_labels[label].Parent] = 1;
            }
        }

        var kept = 0;
        for (var label = 0; label < _count; label++)
        {
            _meter.Add(0);
            var (seq, parent, cost) = _labels[label];
            var isKept = places[label] != 0;
            if (_scratch.Parents[seq] == label)
            {
                // The first label is of no step that is still to come, so it stands for any that was dropped.
                _scratch.Parents[seq] = isKept ? kept : 0;
            }

            if (isKept)
            {
                _labels[kept] = new Label(seq, parent < 0 ? parent : places[parent], cost);
                places[label] = kept++;
            }
        }

        (_count, _levelStart) = (kept, kept - last);
        _dropAbove = Math.Max(_dropAbove, 2 * kept);
        _isStopped |= kept > Math.Max(MostOnSmallGraphs, MostForEachSeq * view.SeqEnd);
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
            _meter.Add(0);
            path.Add(_labels[label].Seq);
        }

        path.Reverse();
        return path;
    }

    private readonly record struct Label(int Seq, int Parent, double Cost);
}
