namespace ThreeDb.Graphs;

/// <summary>
/// The iterations of PageRank. Each node pulls from the nodes that point at it what they give away over each relation (rank × share), which was worked out when
/// their rank was: one pass over the incoming relations, one random read each, nothing written but the node's own. Ranges are fixed, and so are all sums.
/// </summary>
internal sealed class RankFlow
{
    private readonly Adjacency _in;
    private readonly double _damping;
    private readonly bool _weighted;
    private readonly double[]? _teleport;
    private readonly double[] _share;
    private readonly double[] _heldBack;
    private readonly double[] _changes;
    private readonly Action<int, int, int> _pull;
    private double[] _gives;
    private double[] _givesNext;
    private double _base;

    public RankFlow(Subgraph graph, PageRankOptions options)
    {
        var outgoing = options.Undirected ? graph.Undirected : graph.Out;
        _in = options.Undirected ? graph.Undirected : graph.In;
        _damping = options.Damping;
        _weighted = options.Weighted && graph.IsWeighted;
        _teleport = Teleport(graph.NodeCount, options.Personalization);
        _share = Shares(outgoing, _weighted);
        Ranks = new double[graph.NodeCount];
        (_gives, _givesNext) = (new double[graph.NodeCount], new double[graph.NodeCount]);
        _heldBack = new double[AlgorithmRun.RangesOf(_in)];
        _changes = new double[_heldBack.Length];
        _pull = Pull;
        Array.Fill(Ranks, 1d / graph.NodeCount);
        for (var node = 0; node < graph.NodeCount; node++)
        {
            _gives[node] = Ranks[node] * _share[node];
            Dangling += _share[node] == 0 ? Ranks[node] : 0;
        }
    }

    public double[] Ranks { get; }

    /// <summary>How much the last iteration changed the ranks, added up.</summary>
    public double Change { get; private set; }

    private double Dangling { get; set; }

    public void Step(AlgorithmRun run)
    {
        var teleports = 1 - _damping + (_damping * Dangling);
        _base = _teleport is null ? teleports / Ranks.Length : teleports;
        run.ForRanges(_in, _pull);
        (Dangling, Change) = (0, 0);
        for (var range = 0; range < _heldBack.Length; range++)
        {
            Dangling += _heldBack[range];
            Change += _changes[range];
        }

        (_gives, _givesNext) = (_givesNext, _gives);
    }

    private void Pull(int from, int to, int range)
    {
        var (gives, next, share, ranks) = (_gives, _givesNext, _share, Ranks);
        var (heldBack, change) = (0d, 0d);
        for (var node = from; node < to; node++)
        {
            var sum = _weighted ? WeightedSum(_in.Of(node), _in.WeightsOf(node), gives) : Sum(_in.Of(node), gives);
            var rank = (_teleport is null ? _base : _base * _teleport[node]) + (_damping * sum);
            change += Math.Abs(rank - ranks[node]);
            heldBack += share[node] == 0 ? rank : 0;
            ranks[node] = rank;
            next[node] = rank * share[node];
        }

        (_heldBack[range], _changes[range]) = (heldBack, change);
    }

    // Two sums at once: one alone would wait for each addition before the next.
    private static double Sum(ReadOnlySpan<int> sources, double[] gives)
    {
        var (even, odd) = (0d, 0d);
        var i = 0;
        for (; i + 1 < sources.Length; i += 2)
        {
            even += gives[sources[i]];
            odd += gives[sources[i + 1]];
        }

        return i < sources.Length ? even + odd + gives[sources[i]] : even + odd;
    }

    private static double WeightedSum(ReadOnlySpan<int> sources, ReadOnlySpan<double> weights, double[] gives)
    {
        var sum = 0d;
        for (var i = 0; i < sources.Length; i++)
        {
            sum += weights[i] * gives[sources[i]];
        }

        return sum;
    }

    // What part of a node's rank goes over a relation of weight 1.
    private static double[] Shares(Adjacency outgoing, bool weighted)
    {
        var shares = new double[outgoing.NodeCount];
        for (var node = 0; node < shares.Length; node++)
        {
            double total = outgoing.Degree(node);
            if (weighted)
            {
                total = 0;
                foreach (var weight in outgoing.WeightsOf(node))
                {
                    total += weight;
                }
            }

            shares[node] = total > 0 ? 1 / total : 0;
        }

        return shares;
    }

    private static double[]? Teleport(int nodes, IReadOnlyList<int> places)
    {
        if (places.Count == 0)
        {
            return null;
        }

        var teleport = new double[nodes];
        foreach (var node in places)
        {
            teleport[node] += 1d / places.Count;
        }

        return teleport;
    }
}
