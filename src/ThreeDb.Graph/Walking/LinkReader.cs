namespace ThreeDb.Graphs;

/// <summary>Reads the relations among entities.</summary>
internal static class LinkReader
{
    /// <summary>The relations among entities, ordered; at most one more than the limit.</summary>
    public static List<GraphLink> Among(GraphView view, StepFilter filter, ReadOnlySpan<int> seqs, int limit, WalkPulse meter)
    {
        int[] sources = [.. seqs];
        Array.Sort(sources);
        var order = new LinkOrder(view);
        var links = new List<GraphLink>();
        foreach (var source in sources)
        {
            var from = links.Count;
            var steps = view.Out(source);
            meter.Add(8 * steps.Count);
            for (var i = 0; i < steps.Count; i++)
            {
                meter.At(i);
                if (filter.Takes(steps, i) && Array.BinarySearch(sources, steps.Ends[i]) >= 0)
                {
                    links.Add(new GraphLink(source, steps.Ends[i], steps.Types[i], steps.DetailOf(i)));
                }
            }

            links.Sort(from, links.Count - from, order);
            if (links.Count > limit)
            {
                links.RemoveRange(limit + 1, links.Count - limit - 1);
                break;
            }
        }

        return links;
    }

    /// <summary>The relations between one entity and others, both ways, ordered.</summary>
    /// <param name="view">The graph.</param>
    /// <param name="filter">Which relations.</param>
    /// <param name="seq">The one.</param>
    /// <param name="others">The others, ascending.</param>
    /// <param name="meter">Stops.</param>
    public static List<GraphLink> Between(GraphView view, StepFilter filter, int seq, int[] others, WalkPulse meter)
    {
        var links = new List<GraphLink>();
        var steps = view.Out(seq);
        meter.Add(steps.Count);
        for (var i = 0; i < steps.Count; i++)
        {
            meter.At(i);
            if (filter.Takes(steps, i) && Array.BinarySearch(others, steps.Ends[i]) >= 0)
            {
                links.Add(new GraphLink(seq, steps.Ends[i], steps.Types[i], steps.DetailOf(i)));
            }
        }

        steps = view.In(seq);
        meter.Add(steps.Count);
        for (var i = 0; i < steps.Count; i++)
        {
            meter.At(i);
            if (steps.Ends[i] != seq && filter.Takes(steps, i) && Array.BinarySearch(others, steps.Ends[i]) >= 0)
            {
                links.Add(new GraphLink(steps.Ends[i], seq, steps.Types[i], steps.DetailOf(i)));
            }
        }

        links.Sort(new LinkOrder(view));
        return links;
    }
}
