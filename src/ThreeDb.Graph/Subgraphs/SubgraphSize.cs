namespace ThreeDb.Graphs;

/// <summary>How large a sub-graph is, whether or not it has been made.</summary>
/// <param name="Nodes">The number of nodes.</param>
/// <param name="Relations">The number of relations; self-loops and parallel ones counted each.</param>
/// <param name="IsWeighted">Whether some weight is not 1.</param>
public readonly record struct SubgraphSize(int Nodes, long Relations, bool IsWeighted)
{
    /// <summary>The memory that it takes before more directions are made of it, in bytes.</summary>
    public long Bytes => (4L * Nodes) + (4L * (Nodes + 1)) + ((IsWeighted ? 12 : 4) * Relations);

    /// <summary>That of one that has been made.</summary>
    public static SubgraphSize Of(Subgraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new SubgraphSize(graph.NodeCount, graph.RelationCount, graph.IsWeighted);
    }

    /// <summary>At most that of any sub-graph of a version. Nothing is looked through for it.</summary>
    public static SubgraphSize MostOf(GraphView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new SubgraphSize(view.Counts.Entities, view.Counts.Relations, view.Names.Details.HasWeights);
    }

    /// <summary>Counts one that has not been made. Looks through the whole graph, and takes no memory for it.</summary>
    /// <param name="view">The version.</param>
    /// <param name="selection">What is chosen.</param>
    /// <param name="cancellationToken">Stops within 50 ms.</param>
    public static SubgraphSize Count(GraphView view, SubgraphSelection selection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(selection);
        var (chosen, filter) = (new EntityFilter(view, selection), new RelationFilter(view, selection));
        var (isAll, details) = (filter.IsAll, view.Names.Details);
        var looksAtWeights = details.HasWeights;
        var pulse = new WalkPulse(cancellationToken);
        var (nodes, relations, isWeighted) = (0, 0L, false);
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            pulse.Add(1);
            if (!chosen.Wants(seq))
            {
                continue;
            }

            nodes++;
            var steps = view.Out(seq);
            pulse.Add(steps.Count);
            for (var i = 0; i < steps.Count; i++)
            {
                pulse.At(i);
                if ((isAll || filter.Wants(steps, i)) && chosen.Wants(steps.Ends[i]))
                {
                    relations++;
                    isWeighted |= looksAtWeights && details[steps.DetailOf(i)].Weight != 1;
                }
            }
        }

        return new SubgraphSize(nodes, relations, isWeighted);
    }

    /// <summary>How many threads can make one within some memory; never fewer than one.</summary>
    /// <param name="view">The version.</param>
    /// <param name="bytes">The memory, with that of the sub-graph, in bytes.</param>
    /// <param name="threads">How many there are.</param>
    public int MakersWithin(GraphView view, long bytes, int threads)
    {
        ArgumentNullException.ThrowIfNull(view);
        return (int)Math.Clamp((bytes - Bytes - (4L * view.SeqEnd)) / (4L * Math.Max(1, Nodes)), 1, threads);
    }

    /// <summary>The memory that making one takes besides the sub-graph, until it is made, in bytes.</summary>
    /// <param name="view">The version.</param>
    /// <param name="threads">How many threads work.</param>
    public long MakingBytes(GraphView view, int threads)
    {
        ArgumentNullException.ThrowIfNull(view);
        return (4L * view.SeqEnd) + (4L * SubgraphProjection.RangesOf(view, threads) * Nodes);
    }
}
