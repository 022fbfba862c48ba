namespace ThreeDb.Graphs;

/// <summary>What depends on an entity.</summary>
public static class ImpactWalk
{
    /// <summary>Finds everything that depends on an entity, directly or through others, most depended-on first.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="start">A live entity.</param>
    /// <param name="rules">How to walk; <see cref="Direction.In"/> where a relation means "depends on".</param>
    /// <param name="limit">The largest number of entities in the answer.</param>
    public static ImpactFound Of(GraphView view, int start, WalkRules rules, int limit)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(rules);
        var filter = new StepFilter(view, rules);
        using var walk = new Walk(view, rules, filter);
        using var direct = new Walk(view, rules with { MaxPerHop = int.MaxValue, MaxVisited = int.MaxValue }, filter);
        walk.Start(start);
        var byDepth = new List<int>();
        var best = new LowestKeys<Rank>(limit);
        var meter = new WalkPulse(rules.Cancellation);
        while (walk.Depth < rules.Depth && walk.Step())
        {
            byDepth.Add(walk.FrontierSize);
            foreach (var seq in walk.Frontier)
            {
                meter.Add(0);
                // Counting exactly takes a step of its own; most have too few relations to come into the answer at all.
                if (best.Wants(new Rank(Most(view, seq, rules.Direction), walk.Depth, seq)))
                {
                    direct.Start(seq);
                    direct.Step();
                    best.Add(new Rank(direct.FrontierSize, walk.Depth, seq));
                    direct.Reset();
                }
            }
        }

        var items = new List<ImpactedSeq>();
        foreach (var rank in best.Sorted())
        {
            items.Add(new ImpactedSeq(new WalkedEntity(rank.Seq, rank.Depth, filter.DegreeOf(view, rank.Seq)), rank.Dependents));
        }

        return new ImpactFound(walk.Visited.Length - 1, byDepth, items, walk.Truncated);
    }

    private static int Most(GraphView view, int seq, Direction direction) =>
        (direction != Direction.In ? view.OutEnds(seq).Length : 0) + (direction != Direction.Out ? view.InEnds(seq).Length : 0);

    private readonly record struct Rank(int Dependents, int Depth, int Seq) : IComparable<Rank>
    {
        public int CompareTo(Rank other) =>
            Dependents != other.Dependents ? other.Dependents.CompareTo(Dependents) : Depth != other.Depth ? Depth.CompareTo(other.Depth) : Seq.CompareTo(other.Seq);
    }
}

/// <summary>What depends on an entity.</summary>
/// <param name="Total">How many entities do, directly or not.</param>
/// <param name="ByDepth">How many at each number of steps; the first is one step.</param>
/// <param name="Items">Those with the most direct dependents; of equal ones the nearer, then those with the lower seq.</param>
/// <param name="Truncated">Whether a cap stopped the walk, so that <paramref name="Total"/> is a lower bound.</param>
public sealed record ImpactFound(int Total, IReadOnlyList<int> ByDepth, IReadOnlyList<ImpactedSeq> Items, bool Truncated);

/// <summary>An entity that depends on another.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="Dependents">How many live entities depend on it directly.</param>
public readonly record struct ImpactedSeq(WalkedEntity Entity, int Dependents);
