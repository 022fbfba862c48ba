namespace ThreeDb.Graphs;

/// <summary>The surroundings of an entity.</summary>
public static class NetworkWalk
{
    /// <summary>The largest number of relations in an answer unless the caller says otherwise.</summary>
    public const int MaxLinks = 20_000;

    /// <summary>Finds the entities within a number of steps and the relations among them.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="start">A live entity.</param>
    /// <param name="rules">How to walk.</param>
    /// <param name="limit">The largest number of entities, the start among them.</param>
    /// <param name="maxLinks">The largest number of relations.</param>
    public static WalkedNetwork From(GraphView view, int start, WalkRules rules, int limit, int maxLinks = MaxLinks)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        var filter = new StepFilter(view, rules);
        var meter = new WalkPulse(rules.Cancellation);
        using var walk = new Walk(view, rules, filter);
        walk.Start(start);
        var chosen = new List<WalkedEntity> { new(start, 0, filter.DegreeOf(view, start)) };
        var truncated = false;
        while (!truncated && walk.Depth < rules.Depth && walk.Step())
        {
            var room = Math.Max(0, limit - chosen.Count);
            truncated = walk.FrontierSize > room;
            MostConnected.Take(view, filter, walk.Frontier, room, walk.Depth, chosen, meter);
        }

        var seqs = new int[chosen.Count];
        for (var i = 0; i < seqs.Length; i++)
        {
            seqs[i] = chosen[i].Seq;
        }

        var links = LinkReader.Among(view, filter, seqs, maxLinks, meter);
        var tooMany = links.Count > maxLinks;
        if (tooMany)
        {
            links.RemoveAt(links.Count - 1);
        }

        return new WalkedNetwork(chosen, links, truncated || walk.Truncated || tooMany);
    }
}

/// <summary>The surroundings of an entity.</summary>
/// <param name="Entities">The entities, nearest first and of those equally near the most connected first, then by seq; the start is the first.</param>
/// <param name="Links">The relations among them, by source, name of the type, target and key.</param>
/// <param name="Truncated">Whether a cap left something out.</param>
public sealed record WalkedNetwork(IReadOnlyList<WalkedEntity> Entities, IReadOnlyList<GraphLink> Links, bool Truncated);
