namespace ThreeDb.Graphs;

/// <summary>How many steps entities are from one. May be measured again and again. Owner: the operation that made it.</summary>
internal sealed class DepthMap(GraphView view, WalkRules rules, StepFilter filter) : IDisposable
{
    private readonly Walk _walk = new(view, rules, filter);
    private readonly WalkScratch _depths = WalkScratch.Rent(view.SeqEnd);

    /// <summary>Whether a cap left something out.</summary>
    public bool Truncated => _walk.Truncated;

    /// <summary>How many entities were reached, the start among them.</summary>
    public int Reached => _walk.Visited.Length;

    /// <summary>Measures.</summary>
    /// <param name="start">From where.</param>
    /// <param name="depth">The largest number of steps.</param>
    /// <param name="until">Goes no further than to this entity; −1 for none.</param>
    /// <param name="floor">Entities with a lower seq are not visited.</param>
    /// <returns>How far the entity named is; −1 when it was not reached.</returns>
    public int Measure(int start, int depth, int until = -1, int floor = 0)
    {
        _walk.Reset();
        _walk.Floor = floor;
        _walk.Start(start);
        Note();
        while (_walk.Depth < depth && (until < 0 || Of(until) < 0) && _walk.Step())
        {
            Note();
        }

        return until < 0 ? -1 : Of(until);
    }

    /// <summary>How far a live entity is; −1 when it was not reached.</summary>
    public int Of(int seq) =>
        _walk.HasMet(seq) && _depths.Parents[seq] is var place && (uint)place < (uint)_walk.Visited.Length && _walk.Visited[place] == seq ? (int)_depths.Costs[seq] : -1;

    public void Dispose()
    {
        _walk.Dispose();
        _depths.Dispose();
    }

    private void Note()
    {
        var place = _walk.Visited.Length - _walk.FrontierSize;
        foreach (var seq in _walk.Frontier)
        {
            (_depths.Parents[seq], _depths.Costs[seq]) = (place++, _walk.Depth);
        }
    }
}
