namespace ThreeDb.Graphs;

/// <summary>Entities by their distance from one.</summary>
public static class KHop
{
    /// <summary>Counts the entities at each number of steps.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="start">A live entity.</param>
    /// <param name="rules">How to walk.</param>
    public static HopCounts Count(GraphView view, int start, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        using var walk = new Walk(view, rules, new StepFilter(view, rules));
        walk.Start(start);
        var counts = new List<int> { 1 };
        while (walk.Depth < rules.Depth && walk.Step())
        {
            counts.Add(walk.FrontierSize);
        }

        return new HopCounts(counts, walk.Truncated);
    }

    /// <summary>Finds the entities at each number of steps.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="start">A live entity.</param>
    /// <param name="rules">How to walk.</param>
    public static HopSeqs Seqs(GraphView view, int start, WalkRules rules) => Seqs(view, [start], rules);

    /// <summary>Finds the entities at each number of steps from the nearest of several starts.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="starts">Live entities.</param>
    /// <param name="rules">How to walk.</param>
    public static HopSeqs Seqs(GraphView view, ReadOnlySpan<int> starts, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        using var walk = new Walk(view, rules, new StepFilter(view, rules));
        foreach (var start in starts)
        {
            walk.Start(start);
        }

        var offsets = new List<int> { 0, walk.Visited.Length };
        while (walk.Depth < rules.Depth && walk.Step())
        {
            offsets.Add(walk.Visited.Length);
        }

        return new HopSeqs(walk.Visited.ToArray(), [.. offsets], walk.Truncated);
    }
}
