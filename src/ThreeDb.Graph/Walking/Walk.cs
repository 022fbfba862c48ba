namespace ThreeDb.Graphs;

/// <summary>A breadth-first walk, one step after another. Only live entities are visited. Allocates nothing on the way. Owner: the operation that made it.</summary>
internal sealed class Walk : IDisposable
{
    private readonly WalkRules _rules;
    private readonly WalkScratch _scratch;
    private readonly bool _tracked;
    private readonly WalkPulse _meter;
    private int _levelStart;
    private int _count;
    private int _aside;
    private int _starts;
    private bool _stopped;
    private bool _isStepping;

    /// <param name="view">The graph.</param>
    /// <param name="rules">How to walk; the depth is up to who takes the steps.</param>
    /// <param name="filter">What the rules say about relations.</param>
    /// <param name="tracked">Whether to note from where each entity was found.</param>
    public Walk(GraphView view, WalkRules rules, StepFilter filter, bool tracked = false)
    {
        View = view;
        _rules = rules;
        Filter = filter;
        _tracked = tracked;
        _meter = new WalkPulse(rules.Cancellation);
        _scratch = WalkScratch.Rent(view.SeqEnd);
    }

    public GraphView View { get; }

    /// <summary>Entities with a lower seq are not visited.</summary>
    public int Floor { get; set; }

    public StepFilter Filter { get; }

    /// <summary>Steps taken so far.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether a cap left something out.</summary>
    public bool Truncated { get; private set; }

    /// <summary>Everything visited, by depth; the start is the first.</summary>
    public ReadOnlySpan<int> Visited => _scratch.Order.AsSpan(0, _count);

    /// <summary>What the last step found.</summary>
    public ReadOnlySpan<int> Frontier => _scratch.Order.AsSpan(_levelStart, _count - _levelStart);

    public int FrontierSize => _count - _levelStart;

    /// <summary>Whether a seq was met: visited, set aside by a cap, or not alive.</summary>
    public bool HasMet(int seq) => (_scratch.Seen[seq >> 6] & (1UL << seq)) != 0;

    /// <summary>Begins, after any earlier walk was forgotten. May be called for more starts before the first step.</summary>
    public void Start(int seq)
    {
        if (!HasMet(seq))
        {
            _scratch.Seen[seq >> 6] |= 1UL << seq;
            _scratch.Order[_count++] = seq;
            _starts++;
        }
    }

    /// <summary>Never goes to an entity. Before the start.</summary>
    public void Avoid(int seq)
    {
        if (!HasMet(seq))
        {
            _scratch.Seen[seq >> 6] |= 1UL << seq;
            SetAside(seq);
        }
    }

    /// <summary>Forgets the walk, for another one.</summary>
    public void Reset()
    {
        if (_isStepping)
        {
            // Stopped within a step: what it met is not counted yet.
            _scratch.Clear();
        }
        else
        {
            _scratch.Clear(_count, _aside);
        }

        _isStepping = false;
        (_levelStart, _count, _aside, _starts, Depth, Truncated, _stopped) = (0, 0, 0, 0, 0, false, false);
    }

    /// <summary>Takes one step; false when there is nothing new.</summary>
    public bool Step() => Step(null, out _);

    /// <summary>Takes one step, or as much of it as leads to an entity that another walk has visited.</summary>
    /// <param name="other">A walk without <see cref="WalkRules.MaxPerHop"/>; null for none.</param>
    /// <param name="met">The entity where the walks meet; −1 for none.</param>
    public bool Step(Walk? other, out int met)
    {
        _isStepping = true;
        var isFurther = Take(other, out met);
        _isStepping = false;
        return isFurther;
    }

    private bool Take(Walk? other, out int met)
    {
        met = -1;
        if (_levelStart == _count || _stopped || _count == View.Counts.Entities)
        {
            // Where everything has been visited, nothing is new.
            _levelStart = _count;
            return false;
        }

        _rules.Cancellation.ThrowIfCancellationRequested();
        var (from, to) = (_levelStart, _count);
        var room = Math.Max(0, Math.Min(_rules.MaxPerHop, _rules.MaxVisited - (to - _starts)));
        Depth++;
        _levelStart = to;
        var left = View.Counts.Entities - to;
        if (!_tracked && room >= left && _rules.MaxPerHop >= View.Counts.Entities && StepBack.IsCheaper(View, _rules.Direction, _scratch.Order.AsSpan(from, to - from), to))
        {
            _count = StepBack.Take(View, _rules.Direction, Filter, _scratch, _meter, Floor, _count, _aside);
            return _count > to;
        }

        var (settled, found) = (to, to);
        for (var i = from; i < to; i++)
        {
            var seq = _scratch.Order[i];
            found = Expand(seq, found);
            if (!_tracked && found - to <= room)
            {
                continue;
            }

            var fresh = settled;
            settled = found = Settle(settled, found);
            if (_tracked && (met = Track(seq, fresh, found - to > room ? to + room : found, other)) >= 0)
            {
                break;
            }

            if (found - to > room)
            {
                Cut(to + room, found);
                (_count, _stopped) = (to + room, room < _rules.MaxPerHop);
                return room > 0;
            }
        }

        _count = Settle(settled, found);
        return _count > to;
    }

    /// <summary>The way from the start to an entity that was visited. Needs a tracked walk.</summary>
    public List<int> PathTo(int seq)
    {
        var path = new List<int> { seq };
        while (seq != _scratch.Order[0])
        {
            _meter.Add(0);
            seq = _scratch.Parents[seq];
            path.Add(seq);
        }

        path.Reverse();
        return path;
    }

    public void Dispose()
    {
        Reset();
        _scratch.Dispose();
    }

    private int Expand(int seq, int found)
    {
        if (!Filter.TakesAll)
        {
            found = _rules.Direction != Direction.In ? TakeSome(View.Out(seq), found) : found;
            return _rules.Direction != Direction.Out ? TakeSome(View.In(seq), found) : found;
        }

        found = _rules.Direction != Direction.In ? Take(View.OutEnds(seq), found) : found;
        return _rules.Direction != Direction.Out ? Take(View.InEnds(seq), found) : found;
    }

    // In pieces, so that the relations of one entity can be stopped as well.
    private int Take(ReadOnlySpan<int> ends, int found)
    {
        for (; ends.Length > WalkPulse.BetweenLooks; ends = ends[WalkPulse.BetweenLooks..])
        {
            found = TakePiece(ends[..WalkPulse.BetweenLooks], found);
        }

        return TakePiece(ends, found);
    }

    // Without a branch on what was seen: on a random graph it would be guessed wrong half of the time.
    private int TakePiece(ReadOnlySpan<int> ends, int found)
    {
        _meter.Add(ends.Length);
        var (seen, order) = (_scratch.Seen, _scratch.Order);
        foreach (var end in ends)
        {
            ref var word = ref seen[end >> 6];
            order[found] = end;
            found += (int)(~word >> end) & 1;
            word |= 1UL << end;
        }

        return found;
    }

    private int Take(ReadOnlySpan<int> ends, SmallNumbers types, byte[] followed, int found)
    {
        _meter.Add(ends.Length);
        var (seen, order) = (_scratch.Seen, _scratch.Order);
        for (var i = 0; i < ends.Length; i++)
        {
            _meter.At(i);
            var end = ends[i];
            ulong taken = followed[types[i]];
            ref var word = ref seen[end >> 6];
            order[found] = end;
            found += (int)((~word >> end) & taken);
            word |= taken << end;
        }

        return found;
    }

    private int TakeSome(in Steps steps, int found)
    {
        if (Filter.TypesAlone is { } followed)
        {
            return Take(steps.Ends, steps.Types, followed, found);
        }

        _meter.Add(steps.Count);
        var (seen, order) = (_scratch.Seen, _scratch.Order);
        for (var i = 0; i < steps.Count; i++)
        {
            _meter.At(i);
            if (Filter.Takes(steps, i))
            {
                var end = steps.Ends[i];
                ref var word = ref seen[end >> 6];
                order[found] = end;
                found += (int)(~word >> end) & 1;
                word |= 1UL << end;
            }
        }

        return found;
    }

    // Sets aside what does not live.
    private int Settle(int from, int found)
    {
        var order = _scratch.Order;
        for (var i = from; i < found;)
        {
            _meter.At(i);
            var seq = order[i];
            if (View.TypeOf(seq) != 0 && seq >= Floor)
            {
                i++;
                continue;
            }

            // The last one takes its place first: else those set aside might run into those not looked at.
            order[i] = order[--found];
            SetAside(seq);
        }

        return found;
    }

    private int Track(int parent, int from, int to, Walk? other)
    {
        var parents = _scratch.Parents;
        foreach (var seq in _scratch.Order.AsSpan(from, Math.Max(0, to - from)))
        {
            parents[seq] = parent;
            if (other is not null && other.HasMet(seq))
            {
                return seq;
            }
        }

        return -1;
    }

    private void Cut(int from, int to)
    {
        Truncated = true;
        for (var i = to - 1; i >= from; i--)
        {
            SetAside(_scratch.Order[i]);
        }
    }

    private void SetAside(int seq) => _scratch.Order[^++_aside] = seq;
}
