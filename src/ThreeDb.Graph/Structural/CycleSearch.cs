namespace ThreeDb.Graphs;

/// <summary>Finds cycles through one entity after another. Turns only where the way back is short enough. Owner: the operation that made it.</summary>
internal sealed class CycleSearch : IDisposable
{
    private readonly GraphView _view;
    private readonly Direction _direction;
    private readonly StepFilter _filter;
    private readonly WalkPulse _meter;
    private readonly DepthMap _home;
    private readonly List<int> _next = [];
    private readonly List<int> _path = [];
    private readonly HashSet<int> _onPath = [];
    private readonly Stack<(int Seq, int Depth)> _pending = new();

    public CycleSearch(GraphView view, WalkRules rules)
    {
        _view = view;
        _direction = rules.Direction;
        _filter = new StepFilter(view, rules);
        _meter = new WalkPulse(rules.Cancellation);
        _home = new DepthMap(view, rules.Reversed() with { MaxPerHop = int.MaxValue, MaxVisited = int.MaxValue }, _filter);
    }

    public List<FoundPath> Found { get; } = [];

    /// <summary>Adds the cycles through an entity that visit none with a seq below the floor; false when the limit stopped it.</summary>
    public bool Find(int start, int floor, int maxLength, int limit)
    {
        if (maxLength >= 1 && LoopOf(start) is { } loop && !Offer(loop, limit))
        {
            return false;
        }

        if (maxLength >= 2)
        {
            _home.Measure(start, maxLength - 1, floor: floor);
        }

        // No cycle is longer than what can be reached; one length after another puts the shortest first.
        for (var length = 2; length <= Math.Min(maxLength, _home.Reached); length++)
        {
            if (!FindOf(start, length, limit))
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => _home.Dispose();

    private bool FindOf(int start, int length, int limit)
    {
        _path.Clear();
        _onPath.Clear();
        _pending.Clear();
        _pending.Push((start, 0));
        while (_pending.TryPop(out var step))
        {
            while (_path.Count > step.Depth)
            {
                _onPath.Remove(_path[^1]);
                _path.RemoveAt(_path.Count - 1);
            }

            _path.Add(step.Seq);
            _onPath.Add(step.Seq);
            NextSeqs.Read(_view, _filter, _direction, step.Seq, _next, _meter);
            if (step.Depth == length - 1)
            {
                if (_next.BinarySearch(start) >= 0 && Closed() is { } cycle && !Offer(cycle, limit))
                {
                    return false;
                }

                continue;
            }

            for (var i = _next.Count - 1; i >= 0; i--)
            {
                if (_home.Of(_next[i]) is var home and > 0 && step.Depth + 1 + home <= length && !_onPath.Contains(_next[i]))
                {
                    _pending.Push((_next[i], step.Depth + 1));
                }
            }
        }

        return true;
    }

    private bool Offer(FoundPath cycle, int limit)
    {
        if (Found.Count >= limit)
        {
            return false;
        }

        Found.Add(cycle);
        return true;
    }

    private FoundPath? LoopOf(int seq)
    {
        var steps = _view.Out(seq);
        _meter.Add(steps.Count);
        for (var i = 0; i < steps.Count; i++)
        {
            _meter.At(i);
            if (steps.Ends[i] == seq && _filter.Takes(steps, i))
            {
                return PathLinks.ByHops(_view, _filter, _direction, [seq, seq]);
            }
        }

        return null;
    }

    private FoundPath? Closed()
    {
        if (_direction != Direction.Any)
        {
            return PathLinks.ByHops(_view, _filter, _direction, [.. _path, _path[0]]);
        }

        if (_path.Count > 2)
        {
            return _path[1] < _path[^1] ? PathLinks.ByHops(_view, _filter, _direction, [.. _path, _path[0]]) : null;
        }

        var between = LinkReader.Between(_view, _filter, _path[0], [_path[1]], _meter);
        return between.Count > 1 ? new FoundPath([.. _path, _path[0]], [between[0], between[1]], 2) : null;
    }
}
