namespace ThreeDb.Graphs;

/// <summary>Chooses the entities with the most relations.</summary>
internal static class MostConnected
{
    /// <summary>Those with the most relations of the types followed, both ways, then those with the lower seq.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="filter">Which relations count.</param>
    /// <param name="seqs">The entities to choose from.</param>
    /// <param name="limit">How many to choose.</param>
    /// <param name="depth">How many steps they are away.</param>
    /// <param name="into">Gets them in order.</param>
    /// <param name="meter">Stops.</param>
    public static void Take(GraphView view, StepFilter filter, ReadOnlySpan<int> seqs, int limit, int depth, List<WalkedEntity> into, WalkPulse meter)
    {
        var best = new LowestKeys<long>(Math.Min(limit, seqs.Length));
        foreach (var seq in seqs)
        {
            var degree = filter.DegreeOf(view, seq);
            meter.Add(view.OutEnds(seq).Length + view.InEnds(seq).Length);
            best.Add(((long)(int.MaxValue - degree) << 32) | (uint)seq);
        }

        foreach (var key in best.Sorted())
        {
            into.Add(new WalkedEntity((int)key, depth, int.MaxValue - (int)(key >> 32)));
        }
    }
}
