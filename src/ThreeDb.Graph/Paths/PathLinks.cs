namespace ThreeDb.Graphs;

/// <summary>Finds the relations along a path.</summary>
internal static class PathLinks
{
    /// <summary>A path over given entities: of several relations between two, the first by source, name of the type and key.</summary>
    public static FoundPath ByHops(GraphView view, StepFilter filter, Direction direction, IReadOnlyList<int> seqs)
    {
        var links = new GraphLink[seqs.Count - 1];
        var pulse = new WalkPulse(filter.Cancellation);
        for (var i = 0; i < links.Length; i++)
        {
            links[i] = Best(view, filter, direction, seqs[i], seqs[i + 1], weighted: false, pulse) ?? throw new InvalidOperationException("A path has a step without a relation.");
        }

        return new FoundPath(seqs, links, links.Length);
    }

    /// <summary>A path over given entities: of several relations between two the lightest.</summary>
    public static FoundPath ByWeight(GraphView view, StepFilter filter, Direction direction, IReadOnlyList<int> seqs)
    {
        var links = new GraphLink[seqs.Count - 1];
        var pulse = new WalkPulse(filter.Cancellation);
        var cost = 0d;
        for (var i = 0; i < links.Length; i++)
        {
            links[i] = Best(view, filter, direction, seqs[i], seqs[i + 1], weighted: true, pulse) ?? throw new InvalidOperationException("A path has a step without a relation.");
            cost += links[i].WeightIn(view);
        }

        return new FoundPath(seqs, links, cost);
    }

    private static GraphLink? Best(GraphView view, StepFilter filter, Direction direction, int near, int far, bool weighted, WalkPulse pulse)
    {
        var order = new LinkOrder(view);
        GraphLink? best = null;
        if (direction != Direction.In)
        {
            Look(near, far);
        }

        if (direction != Direction.Out)
        {
            Look(far, near);
        }

        return best;

        void Look(int source, int target)
        {
            // A relation stands at both of its ends: at one of them there may be fewer to look through.
            var outgoing = view.Out(source).Count <= view.In(target).Count;
            var steps = outgoing ? view.Out(source) : view.In(target);
            var end = outgoing ? target : source;
            pulse.Add(steps.Count);
            for (var i = 0; i < steps.Count; i++)
            {
                pulse.At(i);
                if (steps.Ends[i] == end && filter.Takes(steps, i))
                {
                    var link = new GraphLink(source, target, steps.Types[i], steps.DetailOf(i));
                    if (best is not { } known || IsBetter(link, known))
                    {
                        best = link;
                    }
                }
            }
        }

        bool IsBetter(GraphLink link, GraphLink known)
        {
            var (weight, other) = weighted ? (link.WeightIn(view), known.WeightIn(view)) : (0, 0);
            return weight < other || (weight == other && order.Compare(link, known) < 0);
        }
    }
}
