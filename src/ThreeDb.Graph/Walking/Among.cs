namespace ThreeDb.Graphs;

/// <summary>The relations among entities.</summary>
public static class Among
{
    /// <summary>Finds the relations among entities, by source, name of the type, target and key.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="seqs">Live entities, each once.</param>
    /// <param name="rules">Which relations count; nothing else does.</param>
    /// <param name="limit">The largest number of relations in the answer.</param>
    public static LinksAmong Of(GraphView view, ReadOnlySpan<int> seqs, WalkRules rules, int limit)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        var links = LinkReader.Among(view, new StepFilter(view, rules), seqs, limit, new WalkPulse(rules.Cancellation));
        var truncated = links.Count > limit;
        if (truncated)
        {
            links.RemoveAt(links.Count - 1);
        }

        return new LinksAmong(links, truncated);
    }
}

/// <summary>The relations among entities.</summary>
/// <param name="Links">They.</param>
/// <param name="Truncated">Whether the limit left some out.</param>
public sealed record LinksAmong(IReadOnlyList<GraphLink> Links, bool Truncated);
