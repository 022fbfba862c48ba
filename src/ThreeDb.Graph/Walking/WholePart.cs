namespace ThreeDb.Graphs;

/// <summary>A part of one version of a graph to be handed over entity by entity, relation by relation. Holds a number for each entity that it could have, and a bit for each seq.</summary>
public sealed class WholePart
{
    private const int BytesPerLink = 4 * sizeof(int);

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
        foreach (var seq in Seqs)
        {
            _chosen[seq >> 6] |= 1UL << seq;
        }
    }

    /// <summary>The entities: nearest first where there is a start, of those equally near those with the lower seq.</summary>
    public ReadOnlySpan<int> Seqs => _seqs.AsSpan(0, _depthEnds[^1]);

    /// <summary>The memory that it takes at most while it is made and handed over, in bytes: what a walk found beside what is chosen of it, and the relations of one entity.</summary>
    /// <param name="view">The version.</param>
    /// <param name="cancellationToken">Stops within 50 ms.</param>
    public static long MostBytes(GraphView view, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        var (most, pulse) = (0, new WalkPulse(cancellationToken));
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            pulse.Add(0);
            most = Math.Max(most, view.OutEnds(seq).Length);
        }

        return ((long)view.SeqEnd * 2 * sizeof(int)) + (((view.SeqEnd >> 6) + 1L) * sizeof(ulong)) + ((long)most * BytesPerLink);
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
        var count = 0;
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            pulse.Add(0);
            count += chosen.Wants(seq) ? 1 : 0;
        }

        var (seqs, place) = (new int[count], 0);
        for (var seq = 0; seq < view.SeqEnd; seq++)
        {
            pulse.Add(0);
            if (chosen.Wants(seq))
            {
                seqs[place++] = seq;
            }
        }

        return new WholePart(view, rules, seqs, [count]);
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
        var (chosen, pulse) = (new EntityFilter(view, selection), new WalkPulse(rules.Cancellation));
        var found = KHop.Seqs(view, start, rules);
        var (seqs, ends, count) = (new int[found.All.Length], new int[found.DepthCount], 0);
        for (var depth = 0; depth < ends.Length; depth++)
        {
            var from = count;
            foreach (var seq in found.At(depth))
            {
                pulse.Add(0);
                if (chosen.Wants(seq))
                {
                    seqs[count++] = seq;
                }
            }

            pulse.Sort(seqs.AsSpan(from, count - from), Comparer<int>.Default);
            ends[depth] = count;
        }

        return new WholePart(view, rules, seqs, ends);
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
        var count = 0;
        for (var i = 0; i < steps.Count; i++)
        {
            _pulse.At(i);
            count += Wants(steps, i) ? 1 : 0;
        }

        if (count == 0)
        {
            return [];
        }

        var (links, place) = (new GraphLink[count], 0);
        for (var i = 0; place < count; i++)
        {
            _pulse.At(i);
            if (Wants(steps, i))
            {
                links[place++] = new GraphLink(seq, steps.Ends[i], steps.Types[i], steps.DetailOf(i));
            }
        }

        _pulse.Sort(links.AsSpan(), _order);
        return links;
    }

    private bool Wants(in Steps steps, int i)
    {
        var end = steps.Ends[i];
        return (_chosen[end >> 6] & (1UL << end)) != 0 && _filter.Takes(steps, i);
    }
}
