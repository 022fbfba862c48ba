namespace ThreeDb.Graphs;

/// <summary>An order in which every relation leads forward (Kahn 1962).</summary>
public static class TopologicalOrder
{
    /// <summary>Orders all live entities, or names a cycle that prevents it. Takes time and memory for the whole graph.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="rules">Which relations count; <see cref="Direction.Out"/> puts sources first, <see cref="Direction.In"/> targets. Depth and caps do not count.</param>
    /// <exception cref="ArgumentException">The direction is <see cref="Direction.Any"/>.</exception>
    public static OrderAnswer Of(GraphView view, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.Direction == Direction.Any)
        {
            throw new ArgumentException("An order needs a direction.", nameof(rules));
        }

        var filter = new StepFilter(view, rules);
        var meter = new WalkPulse(rules.Cancellation);
        var before = CountBefore(view, rules, filter, meter, out var order);
        for (var i = 0; i < order.Count; i++)
        {
            var steps = rules.Direction == Direction.Out ? view.Out(order[i]) : view.In(order[i]);
            meter.Add(steps.Count);
            for (var step = 0; step < steps.Count; step++)
            {
                meter.At(step);
                if (view.TypeOf(steps.Ends[step]) != 0 && filter.Takes(steps, step) && --before[steps.Ends[step]] == 0)
                {
                    order.Add(steps.Ends[step]);
                }
            }
        }

        return order.Count == view.Counts.Entities ? new OrderAnswer(order, null) : new OrderAnswer(null, Cycle(view, rules, filter, meter, before));
    }

    private static int[] CountBefore(GraphView view, WalkRules rules, StepFilter filter, WalkPulse meter, out List<int> first)
    {
        var before = new int[view.SeqEnd];
        first = new List<int>(view.Counts.Entities);
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            meter.Add(0);
            if (view.TypeOf(seq) == 0)
            {
                continue;
            }

            var steps = rules.Direction == Direction.Out ? view.In(seq) : view.Out(seq);
            meter.Add(steps.Count);
            for (var i = 0; i < steps.Count; i++)
            {
                meter.At(i);
                before[seq] += view.TypeOf(steps.Ends[i]) != 0 && filter.Takes(steps, i) ? 1 : 0;
            }

            if (before[seq] == 0)
            {
                first.Add(seq);
            }
        }

        return before;
    }

    // What has no place yet has something before it that has none either: going back, one comes round.
    private static FoundPath Cycle(GraphView view, WalkRules rules, StepFilter filter, WalkPulse meter, int[] before)
    {
        var seq = Array.FindIndex(before, count => count > 0);
        var counts = new int[before.Length];
        var back = new List<int>();
        while (counts[seq] == 0)
        {
            back.Add(seq);
            counts[seq] = back.Count;
            seq = Previous(seq);
        }

        var cycle = back[(counts[seq] - 1)..];
        cycle.Add(seq);
        cycle.Reverse();
        return PathLinks.ByHops(view, filter, rules.Direction, cycle);

        int Previous(int of)
        {
            var steps = rules.Direction == Direction.Out ? view.In(of) : view.Out(of);
            var lowest = int.MaxValue;
            meter.Add(steps.Count);
            for (var i = 0; i < steps.Count; i++)
            {
                meter.At(i);
                if (before[steps.Ends[i]] > 0 && steps.Ends[i] < lowest && filter.Takes(steps, i))
                {
                    lowest = steps.Ends[i];
                }
            }

            return lowest;
        }
    }
}

/// <summary>An order, or what prevents it.</summary>
/// <param name="Seqs">The entities in order; null when there is none.</param>
/// <param name="Cycle">A cycle, its first entity again at the end; null when there is an order.</param>
public sealed record OrderAnswer(IReadOnlyList<int>? Seqs, FoundPath? Cycle);
