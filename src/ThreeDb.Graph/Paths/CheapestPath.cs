namespace ThreeDb.Graphs;

/// <summary>The path of the lowest sum of weights among those that are not too long.</summary>
public static class CheapestPath
{
    /// <summary>Finds a cheapest path of at most <see cref="WalkRules.Depth"/> steps: the lowest cost for each number of steps, one number after another.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="from">A live entity.</param>
    /// <param name="to">A live entity.</param>
    /// <param name="rules">How to walk; <see cref="WalkRules.MaxPerHop"/> does not count.</param>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>: a relation that may be followed has a negative weight, wherever it is.</exception>
    public static PathAnswer Find(GraphView view, int from, int to, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        var filter = new StepFilter(view, rules);
        RelationWeights.RefuseNegative(view, filter, rules);
        using var search = new BoundedSearch(view, rules, filter, to);
        return search.Run(from, rules.Depth) is { } seqs
            ? new PathAnswer(PathLinks.ByWeight(view, filter, rules.Direction, seqs), false)
            : new PathAnswer(null, search.Truncated);
    }
}
