namespace ThreeDb.Graphs;

/// <summary>Paths of the lowest sum of weights (Dijkstra).</summary>
public static class WeightedPath
{
    /// <summary>Finds a cheapest path.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="from">A live entity.</param>
    /// <param name="to">A live entity.</param>
    /// <param name="rules">How to walk. The depth does not count: see <see cref="CheapestPath"/>; nor does <see cref="WalkRules.MaxPerHop"/>.</param>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>: a relation that may be followed has a negative weight, wherever it is.</exception>
    public static PathAnswer Find(GraphView view, int from, int to, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        var filter = new StepFilter(view, rules);
        RelationWeights.RefuseNegative(view, filter, rules);
        using var search = new CheapestSearch(view, rules, filter, weighted: true);
        return search.Run(from, to)
            ? new PathAnswer(PathLinks.ByWeight(view, filter, rules.Direction, search.PathTo(to)), false)
            : new PathAnswer(null, search.Truncated);
    }

    /// <summary>Finds what it costs to come from one entity to all others.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="from">A live entity.</param>
    /// <param name="rules">How to walk; as in <see cref="Find"/>.</param>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>: a relation that may be followed has a negative weight, wherever it is.</exception>
    public static CostList CostsFrom(GraphView view, int from, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        var filter = new StepFilter(view, rules);
        RelationWeights.RefuseNegative(view, filter, rules);
        using var search = new CheapestSearch(view, rules, filter, weighted: true);
        var costs = new List<CostedSeq>();
        search.Run(from, -1, settled: costs);
        return new CostList(costs, search.Truncated);
    }
}

/// <summary>What it costs to come to entities.</summary>
/// <param name="Items">The entities that can be reached, cheapest first; the start is the first.</param>
/// <param name="Truncated">Whether a cap left something out.</param>
public sealed record CostList(IReadOnlyList<CostedSeq> Items, bool Truncated);

/// <summary>What it costs to come to an entity.</summary>
/// <param name="Seq">The entity.</param>
/// <param name="Cost">The sum of the weights.</param>
public readonly record struct CostedSeq(int Seq, double Cost);
