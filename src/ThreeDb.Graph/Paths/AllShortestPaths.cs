namespace ThreeDb.Graphs;

/// <summary>All paths of the fewest steps.</summary>
public static class AllShortestPaths
{
    /// <summary>Finds them, by their seqs. Paths over the same entities are one: parallel relations do not make more of them.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="from">A live entity.</param>
    /// <param name="to">A live entity.</param>
    /// <param name="rules">How to walk; <see cref="WalkRules.MaxPerHop"/> does not count.</param>
    /// <param name="limit">The largest number of paths in the answer.</param>
    public static PathList Find(GraphView view, int from, int to, WalkRules rules, int limit)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        var filter = new StepFilter(view, rules);
        using var left = new DepthMap(view, rules.Reversed() with { MaxPerHop = int.MaxValue }, filter);
        var length = left.Measure(to, rules.Depth, from);
        var paths = new List<FoundPath>();
        if (length < 0)
        {
            return new PathList(paths, left.Truncated);
        }

        // Each step leads one step nearer to the end: there are no wrong turns, whatever the number of paths.
        var meter = new WalkPulse(rules.Cancellation);
        var next = new List<int>();
        var pending = new Stack<(int Seq, int Depth)>([(from, 0)]);
        var path = new int[length + 1];
        while (pending.TryPop(out var step))
        {
            path[step.Depth] = step.Seq;
            if (step.Depth == length)
            {
                if (paths.Count >= limit)
                {
                    return new PathList(paths, true);
                }

                paths.Add(PathLinks.ByHops(view, filter, rules.Direction, path.ToArray()));
                continue;
            }

            NextSeqs.Read(view, filter, rules.Direction, step.Seq, next, meter);
            for (var i = next.Count - 1; i >= 0; i--)
            {
                if (left.Of(next[i]) == length - step.Depth - 1)
                {
                    pending.Push((next[i], step.Depth + 1));
                }
            }
        }

        return new PathList(paths, false);
    }
}
