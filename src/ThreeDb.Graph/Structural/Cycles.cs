namespace ThreeDb.Graphs;

/// <summary>Ways that lead back to where they began and visit no other entity twice. Without a direction, a way back needs another relation than the way there.</summary>
public static class Cycles
{
    /// <summary>Finds the cycles through an entity, shortest first, then by seqs. Cycles over the same entities in the same order are one; without a direction, both ways round are one.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="through">A live entity.</param>
    /// <param name="rules">Which relations to follow, and which way. Depth and caps do not count.</param>
    /// <param name="maxLength">The largest number of relations in a cycle.</param>
    /// <param name="limit">The largest number of cycles in the answer.</param>
    public static PathList Through(GraphView view, int through, WalkRules rules, int maxLength, int limit)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        using var search = new CycleSearch(view, rules);
        var truncated = !search.Find(through, 0, maxLength, limit);
        return new PathList(search.Found, truncated);
    }

    /// <summary>Finds cycles anywhere: by the lowest seq in them, which is where each begins, then as <see cref="Through"/>.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="rules">Which relations to follow, and which way. Depth and caps do not count.</param>
    /// <param name="maxLength">The largest number of relations in a cycle.</param>
    /// <param name="limit">The largest number of cycles in the answer.</param>
    public static PathList In(GraphView view, WalkRules rules, int maxLength, int limit)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        using var search = new CycleSearch(view, rules);
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            if (view.IsLive(seq) && !search.Find(seq, seq, maxLength, limit))
            {
                return new PathList(search.Found, true);
            }
        }

        return new PathList(search.Found, false);
    }

    /// <summary>Whether there is a cycle of any length. Takes time and memory for the whole graph.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="rules">Which relations to follow, and which way. Depth and caps do not count.</param>
    public static bool Exist(GraphView view, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        return rules.Direction == Direction.Any ? ExistBothWays(view, rules) : TopologicalOrder.Of(view, rules).Cycle is not null;
    }

    // A relation between two entities that are joined already closes a cycle.
    private static bool ExistBothWays(GraphView view, WalkRules rules)
    {
        var filter = new StepFilter(view, rules);
        var meter = new WalkPulse(rules.Cancellation);
        var joined = new int[view.SeqEnd];
        for (var seq = 0; seq < joined.Length; seq++)
        {
            joined[seq] = seq;
        }

        for (var seq = 0; seq < joined.Length; seq++)
        {
            meter.Add(0);
            if (!view.IsLive(seq))
            {
                continue;
            }

            var steps = view.Out(seq);
            meter.Add(steps.Count);
            for (var i = 0; i < steps.Count; i++)
            {
                meter.At(i);
                if (!filter.Takes(steps, i) || !view.IsLive(steps.Ends[i]))
                {
                    continue;
                }

                var (one, other) = (Root(seq), Root(steps.Ends[i]));
                if (one == other)
                {
                    return true;
                }

                joined[Math.Max(one, other)] = Math.Min(one, other);
            }
        }

        return false;

        int Root(int seq)
        {
            while (joined[seq] != seq)
            {
                seq = joined[seq] = joined[joined[seq]];
            }

            return seq;
        }
    }
}
