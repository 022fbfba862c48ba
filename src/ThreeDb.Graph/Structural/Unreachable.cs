namespace ThreeDb.Graphs;

/// <summary>What would lose its way if an entity went: two walks, one with it and one without.</summary>
public static class Unreachable
{
    /// <summary>The entities that can be reached from the roots, and no more once an entity is gone.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="roots">Live entities.</param>
    /// <param name="gone">The entity that would go; it is not in the answer.</param>
    /// <param name="rules">How to walk; <see cref="WalkRules.MaxPerHop"/> does not count. What is further than the depth counts as not reached.</param>
    public static LostSeqs Without(GraphView view, ReadOnlySpan<int> roots, int gone, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        rules = rules with { MaxPerHop = int.MaxValue };
        var filter = new StepFilter(view, rules);
        using var before = new Walk(view, rules, filter);
        using var after = new Walk(view, rules, filter);
        after.Avoid(gone);
        foreach (var root in roots)
        {
            before.Start(root);
            after.Start(root);
        }

        Finish(before, rules.Depth);
        if (!before.Truncated && before.HasMet(gone))
        {
            Finish(after, rules.Depth);
        }

        if (before.Truncated || after.Truncated)
        {
            return new LostSeqs([], true);
        }

        if (!before.HasMet(gone))
        {
            return new LostSeqs([], false);
        }

        var lost = new List<int>();
        var meter = new WalkPulse(rules.Cancellation);
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            meter.Add(0);
            if (before.HasMet(seq) && !after.HasMet(seq) && view.IsLive(seq))
            {
                lost.Add(seq);
            }
        }

        return new LostSeqs(lost, false);
    }

    /// <summary>The entities that have a way to a goal, and none once an entity is gone.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="goal">A live entity.</param>
    /// <param name="gone">The entity that would go; it is not in the answer.</param>
    /// <param name="rules">How to walk from an entity to the goal; as in <see cref="Without"/>.</param>
    public static LostSeqs LosingWayTo(GraphView view, int goal, int gone, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Without(view, [goal], gone, rules.Reversed());
    }

    private static void Finish(Walk walk, int depth)
    {
        while (walk.Depth < depth && walk.Step())
        {
        }
    }
}

/// <summary>Entities that would lose their way.</summary>
/// <param name="Seqs">They, ascending; none when a cap stopped a walk: whether there is another way is not known then.</param>
/// <param name="Truncated">Whether a cap stopped a walk.</param>
public sealed record LostSeqs(IReadOnlyList<int> Seqs, bool Truncated);
