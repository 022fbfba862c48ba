namespace ThreeDb.Graphs;

/// <summary>A path of the fewest steps.</summary>
public static class ShortestPath
{
    /// <summary>Walks from both ends, each time on from the smaller side, until the walks meet.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="from">A live entity.</param>
    /// <param name="to">A live entity.</param>
    /// <param name="rules">How to walk. <see cref="WalkRules.MaxVisited"/> holds for each of the two walks, <see cref="WalkRules.MaxPerHop"/> does not count.</param>
    /// <returns>One of the shortest paths; none when there is none within <see cref="WalkRules.Depth"/>.</returns>
    public static PathAnswer Find(GraphView view, int from, int to, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        rules = rules with { MaxPerHop = int.MaxValue };
        var filter = new StepFilter(view, rules);
        using var ahead = new Walk(view, rules, filter, tracked: true);
        using var back = new Walk(view, rules.Reversed(), filter, tracked: true);
        var met = Meet(ahead, back, from, to, rules.Depth);
        if (met < 0)
        {
            return new PathAnswer(null, ahead.Truncated || back.Truncated);
        }

        var seqs = ahead.PathTo(met);
        var rest = back.PathTo(met);
        for (var i = rest.Count - 2; i >= 0; i--)
        {
            seqs.Add(rest[i]);
        }

        return new PathAnswer(PathLinks.ByHops(view, filter, rules.Direction, seqs), false);
    }

    /// <summary>Where two walks meet; −1 when they do not. Before each step nothing is visited by both, so the first meeting is on a shortest path.</summary>
    internal static int Meet(Walk ahead, Walk back, int from, int to, int depth)
    {
        ahead.Start(from);
        back.Start(to);
        if (from == to)
        {
            return from;
        }

        while (ahead.Depth + back.Depth < depth)
        {
            var (smaller, other) = ahead.FrontierSize <= back.FrontierSize ? (ahead, back) : (back, ahead);
            var isFurther = smaller.Step(other, out var met);
            if (met >= 0 || !isFurther || smaller.Truncated)
            {
                return met;
            }
        }

        return -1;
    }
}
