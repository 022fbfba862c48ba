using ThreeDb.Graphs;

namespace ThreeDb;

/// <summary>Where a graph begins.</summary>
internal static class Roots
{
    /// <summary>The live entities that no relation of another one leads to.</summary>
    public static int[] Of(GraphView view, WalkRules rules)
    {
        var filter = new StepFilter(view, rules);
        var roots = new List<int>();
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            if ((seq & 0xFFF) == 0)
            {
                rules.Cancellation.ThrowIfCancellationRequested();
            }

            if (view.IsLive(seq) && !IsLedTo(view, filter, seq))
            {
                roots.Add(seq);
            }
        }

        return [.. roots];
    }

    private static bool IsLedTo(GraphView view, StepFilter filter, int seq)
    {
        var steps = view.In(seq);
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps.Ends[i] != seq && filter.Takes(steps, i) && view.IsLive(steps.Ends[i]))
            {
                return true;
            }
        }

        return false;
    }
}
