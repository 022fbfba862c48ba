namespace ThreeDb.Graphs;

/// <summary>Entities one step from each of two.</summary>
public static class CommonNeighbours
{
    /// <summary>Finds the entities one step from both, most connected first, then by seq; neither of the two is among them.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="first">A live entity.</param>
    /// <param name="second">A live entity.</param>
    /// <param name="rules">Which relations to follow, and which way from both; nothing else counts.</param>
    /// <param name="limit">The largest number of entities in the answer.</param>
    public static CommonList Of(GraphView view, int first, int second, WalkRules rules, int limit)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        rules = rules with { MaxPerHop = int.MaxValue, MaxVisited = int.MaxValue };
        var filter = new StepFilter(view, rules);
        using var one = new Walk(view, rules, filter);
        using var other = new Walk(view, rules, filter);
        one.Start(first);
        one.Step();
        other.Start(second);
        other.Step();
        var meter = new WalkPulse(rules.Cancellation);
        var common = new List<int>();
        foreach (var seq in one.Visited[1..])
        {
            meter.Add(0);
            if (seq != second && other.HasMet(seq))
            {
                common.Add(seq);
            }
        }

        var items = new List<WalkedEntity>();
        MostConnected.Take(view, filter, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(common), limit, 1, items, meter);
        return new CommonList(items, common.Count);
    }
}

/// <summary>Entities one step from each of two.</summary>
/// <param name="Items">The most connected.</param>
/// <param name="Total">How many there are.</param>
public sealed record CommonList(IReadOnlyList<WalkedEntity> Items, int Total)
{
    /// <summary>Whether the limit left something out.</summary>
    public bool Truncated => Items.Count < Total;
}
