namespace ThreeDb.Graphs;

/// <summary>
/// Moves single nodes of one level to the community around them that gains most, until no move gains (the fast local moving of Traag, Waltman and
/// van Eck 2019): after a move only those neighbours look again that are not in the new community.
/// </summary>
internal sealed class LocalMoving
{
    // A gain that rounding could have made is none: relative to the weight at the node.
    private const double Rounding = 1e-10;

    // About how often a node looks, for the progress.
    private const double UsualLooks = 8;

    private readonly LevelGraph _graph;
    private readonly double _expected;
    private readonly WorkBeat _meter;
    private readonly int[] _communities;
    private readonly double[] _degrees;
    private readonly int[] _sizes;
    private readonly int[] _free;
    private int _freeCount;
    private readonly GroupWeights _around;

    /// <param name="graph">The level.</param>
    /// <param name="communities">The community of each node, less than there are nodes; changed in place.</param>
    /// <param name="resolution">The resolution.</param>
    /// <param name="meter">Reports.</param>
    public LocalMoving(LevelGraph graph, int[] communities, double resolution, WorkBeat meter)
    {
        (_graph, _communities, _meter) = (graph, communities, meter);
        _expected = graph.DegreeSum > 0 ? resolution / graph.DegreeSum : 0;
        (_degrees, _sizes, _free) = (new double[graph.NodeCount], new int[graph.NodeCount], new int[graph.NodeCount]);
        _around = new GroupWeights(graph.NodeCount);
        for (var node = 0; node < communities.Length; node++)
        {
            _degrees[communities[node]] += graph.Degrees[node];
            _sizes[communities[node]]++;
        }

        for (var community = _sizes.Length - 1; community >= 0; community--)
        {
            if (_sizes[community] == 0)
            {
                _free[_freeCount++] = community;
            }
        }
    }

    /// <summary>Moves until nothing gains, or every node has looked so many times on average. Whether a node moved.</summary>
    /// <param name="random">Gives the order.</param>
    /// <param name="iterations">The bound.</param>
    public bool Run(Random random, int iterations)
    {
        var count = _graph.NodeCount;
        var queue = new int[count];
        var isQueued = new bool[count];
        for (var node = 0; node < count; node++)
        {
            (queue[node], isQueued[node]) = (node, true);
        }

        _meter.Report();
        random.Shuffle(queue);
        _meter.Report();
        var (head, queued, moved) = (0, count, false);
        for (long looks = 0, most = (long)count * iterations; looks < most && queued > 0; looks++)
        {
            _meter.Reach(looks / (UsualLooks * count));
            var node = queue[head];
            head = head + 1 == count ? 0 : head + 1;
            queued--;
            isQueued[node] = false;
            _meter.Add(_graph.Neighbours.Degree(node));
            if (!Move(node))
            {
                continue;
            }

            moved = true;
            var community = _communities[node];
            foreach (var neighbour in _graph.Neighbours.Of(node))
            {
                if (_communities[neighbour] != community && !isQueued[neighbour])
                {
                    var tail = head + queued;
                    queue[tail < count ? tail : tail - count] = neighbour;
                    isQueued[neighbour] = true;
                    queued++;
                }
            }
        }

        return moved;
    }

    private bool Move(int node)
    {
        var current = _communities[node];
        var degree = _graph.Degrees[node];
        _around.AddAround(_graph.Neighbours, node, _communities);
        var expected = degree * _expected;
        var staying = _around.Of(current) - (expected * (_degrees[current] - degree));
        var (best, most) = (current, staying + (Rounding * degree));
        foreach (var community in _around.Groups)
        {
            var gain = _around.Of(community) - (expected * _degrees[community]);
            if (gain > most && community != current)
            {
                (best, most) = (community, gain);
            }
        }

        _around.Clear();
        if (most < 0 && _sizes[current] > 1)
        {
            best = _free[--_freeCount]; // Alone it gains more: 0. There is a free one, as a community has two nodes.
        }

        if (best == current)
        {
            return false;
        }

        _degrees[current] -= degree;
        _degrees[best] += degree;
        _sizes[best]++;
        if (--_sizes[current] == 0)
        {
            (_free[_freeCount++], _degrees[current]) = (current, 0);
        }

        _communities[node] = best;
        return true;
    }
}
