namespace ThreeDb.Graphs;

/// <summary>Whether there is a way at all.</summary>
public static class Reachable
{
    /// <summary>Whether a walk comes from one entity to another within <see cref="WalkRules.Depth"/>. Walks from both ends.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="from">A live entity.</param>
    /// <param name="to">A live entity.</param>
    /// <param name="rules">How to walk. <see cref="WalkRules.MaxVisited"/> holds for each of the two walks, <see cref="WalkRules.MaxPerHop"/> does not count.</param>
    public static ReachAnswer CanReach(GraphView view, int from, int to, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        rules = rules with { MaxPerHop = int.MaxValue };
        var filter = new StepFilter(view, rules);
        using var ahead = new Walk(view, rules, filter, tracked: true);
        using var back = new Walk(view, rules.Reversed(), filter, tracked: true);
        var isReachable = ShortestPath.Meet(ahead, back, from, to, rules.Depth) >= 0;
        return new ReachAnswer(isReachable ? ahead.Depth + back.Depth : null, !isReachable && (ahead.Truncated || back.Truncated));
    }
}

/// <summary>Whether there is a way.</summary>
/// <param name="Steps">The fewest steps that it takes; null when there is none.</param>
/// <param name="Truncated">Whether a cap stopped the search before the end, so that there may be one.</param>
public readonly record struct ReachAnswer(int? Steps, bool Truncated)
{
    /// <summary>Whether there is.</summary>
    public bool IsReachable => Steps is not null;
}
