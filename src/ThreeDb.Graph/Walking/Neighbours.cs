namespace ThreeDb.Graphs;

/// <summary>The entities one step away.</summary>
public static class Neighbours
{
    /// <summary>Finds the entities one step away, most connected first, then by seq.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="start">A live entity.</param>
    /// <param name="rules">How to walk; the depth does not matter.</param>
    /// <param name="limit">The largest number of entities in the answer.</param>
    public static NeighbourList Of(GraphView view, int start, WalkRules rules, int limit)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        var filter = new StepFilter(view, rules);
        using var walk = new Walk(view, rules, filter);
        walk.Start(start);
        walk.Step();
        var best = new List<WalkedEntity>();
        var meter = new WalkPulse(rules.Cancellation);
        MostConnected.Take(view, filter, walk.Frontier, limit, 1, best, meter);
        int[] others = [.. best.Select(neighbour => neighbour.Seq)];
        Array.Sort(others);
        var links = LinkReader.Between(view, filter, start, others, meter).ToLookup(link => link.Source == start ? link.Target : link.Source);
        return new NeighbourList([.. best.Select(entity => new FoundNeighbour(entity, [.. links[entity.Seq]]))], walk.FrontierSize, walk.Truncated || walk.FrontierSize > best.Count);
    }
}

/// <summary>Entities one step away.</summary>
/// <param name="Items">The most connected.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Truncated">Whether a cap left something out.</param>
public sealed record NeighbourList(IReadOnlyList<FoundNeighbour> Items, int Total, bool Truncated);

/// <summary>An entity one step away.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="Links">The relations of the types followed between the two, both ways, by source, name of the type and key.</param>
public sealed record FoundNeighbour(WalkedEntity Entity, IReadOnlyList<GraphLink> Links);
