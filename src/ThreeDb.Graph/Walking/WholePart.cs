namespace ThreeDb.Graphs;

/// <summary>A part of one version of a graph to be handed over entity by entity, relation by relation. Holds a number for each entity and a bit for each seq.</summary>
public sealed class WholePart
{
    private readonly GraphView _view;
    private readonly StepFilter _filter;
    private readonly LinkOrder _order;
    private readonly WalkPulse _pulse;
    private readonly int[] _seqs;
    private readonly int[] _depthEnds;
    private readonly ulong[] _chosen;

    private WholePart(GraphView view, WalkRules rules, int[] seqs, int[] depthEnds)
    {
        (_view, _seqs, _depthEnds) = (view, seqs, depthEnds);
        (_filter, _order, _pulse) = (new StepFilter(view, rules), new LinkOrder(view), new WalkPulse(rules.Cancellation));
        _chosen = new ulong[(view.SeqEnd >> 6) + 1];
        foreach (var seq in seqs)
        {
            _chosen[seq >> 6] |= 1UL << seq;
        }
    }

    /// <summary>The entities: nearest first where there is a start, of those equally near those with the lower seq.</summary>
    public ReadOnlySpan<int> Seqs => _seqs;

    /// <summary>The memory that it takes at most while it is made and handed over, in bytes.</summary>
    public static long MostBytes(GraphView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return (long)view.SeqEnd * 2 * sizeof(int);
    }

    /// <summary>The entities that a selection wants.</summary>
    /// <param name="view">The version.</param>
    /// <param name="selection">Which entities.</param>
    /// <param name="rules">Which relations, and what stops.</param>
    public static WholePart Of(GraphView view, SubgraphSelection selection, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(rules);
        var (chosen, pulse) = (new EntityFilter(view, selection), new WalkPulse(rules.Cancellation));
        var seqs = new List<int>();
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            pulse.Add(0);
            if (chosen.Wants(seq))
            {
                seqs.Add(seq);
            }
        }

        return new WholePart(view, rules, [.. seqs], [seqs.Count]);
    }

    /// <summary>The entities that a selection wants within some steps of one; the walk leads through others all the same.</summary>
    /// <param name="view">The version.</param>
    /// <param name="selection">Which entities.</param>
    /// <param name="start">A live entity.</param>
    /// <param name="rules">How to walk, and which relations.</param>
    public static WholePart Around(GraphView view, SubgraphSelection selection, int start, WalkRules rules)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(rules);
        var chosen = new EntityFilter(view, selection);
        var found = KHop.Seqs(view, start, rules);
        var (seqs, ends) = (new List<int>(), new int[found.DepthCount]);
        for (var depth = 0; depth < ends.Length; depth++)
        {
            var from = seqs.Count;
            foreach (var seq in found.At(depth))
            {
                if (chosen.Wants(seq))
                {
                    seqs.Add(seq);
                }
            }

            seqs.Sort(from, seqs.Count - from, null);
            ends[depth] = seqs.Count;
        }

        return new WholePart(view, rules, [.. seqs], ends);
    }

    /// <summary>One of the entities, with its distance and the number of its relations.</summary>
    /// <param name="place">Its place among <see cref="Seqs"/>.</param>
    public WalkedEntity Entity(int place)
    {
        var depth = 0;
        while (_depthEnds[depth] <= place)
        {
            depth++;
        }

        return new WalkedEntity(_seqs[place], depth, _filter.DegreeOf(_view, _seqs[place]));
    }

    /// <summary>The relations from one of the entities to any of them, ordered as relations are.</summary>
    /// <param name="seq">The entity.</param>
    public IReadOnlyList<GraphLink> LinksFrom(int seq)
    {
        var steps = _view.Out(seq);
        _pulse.Add(steps.Count);
        var links = new List<GraphLink>();
        for (var i = 0; i < steps.Count; i++)
        {
            _pulse.At(i);
            var end = steps.Ends[i];
            if ((_chosen[end >> 6] & (1UL << end)) != 0 && _filter.Takes(steps, i))
            {
                links.Add(new GraphLink(seq, end, steps.Types[i], steps.DetailOf(i)));
            }
        }

        links.Sort(_order);
        return links;
    }
}
