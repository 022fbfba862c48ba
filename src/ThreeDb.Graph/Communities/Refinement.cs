namespace ThreeDb.Graphs;

/// <summary>
/// Leiden's refinement: begins with every node alone and joins nodes only inside of their community, along relations, and only what is well connected to
/// the rest of it. What comes out is connected (Traag, Waltman, van Eck 2019, algorithm A.2).
/// </summary>
internal sealed class Refinement
{
    private readonly LevelGraph _graph;
    private readonly int[] _communities;
    private readonly double _expected;
    private readonly double _randomness;
    private readonly WorkBeat _meter;
    private readonly int[] _groups;
    private readonly int[] _sizes;
    private readonly double[] _degrees;
    private readonly double[] _inside; // The weight from a node, and then from a group, to the rest of its community.
    private readonly double[] _chances;
    private readonly GroupWeights _around;

    /// <param name="graph">The level.</param>
    /// <param name="communities">The community of each node, from 0 without gaps.</param>
    /// <param name="options">Resolution and randomness.</param>
    /// <param name="meter">Reports.</param>
    public Refinement(LevelGraph graph, int[] communities, LeidenOptions options, WorkBeat meter)
    {
        (_graph, _communities, _meter) = (graph, communities, meter);
        _expected = graph.DegreeSum > 0 ? options.Resolution / graph.DegreeSum : 0;
        _randomness = options.Randomness * graph.DegreeSum / Math.Max(1, graph.Neighbours.Offsets[^1]);
        _groups = DisjointSets.Alone(graph.NodeCount);
        _sizes = new int[graph.NodeCount];
        Array.Fill(_sizes, 1);
        _degrees = [.. graph.Degrees];
        _inside = new double[graph.NodeCount];
        _chances = new double[graph.NodeCount];
        _around = new GroupWeights(graph.NodeCount);
    }

    /// <summary>Refines. The group of each node, less than there are nodes.</summary>
    public int[] Run(int communityCount, Random random)
    {
        var totals = new double[communityCount];
        for (var node = 0; node < _groups.Length; node++)
        {
            totals[_communities[node]] += _graph.Degrees[node];
            _inside[node] = Inside(node);
        }

        var order = DisjointSets.Alone(_groups.Length);
        random.Shuffle(order);
        _meter.Report();
        foreach (var node in order)
        {
            _meter.Add(_graph.Neighbours.Degree(node));
            var total = totals[_communities[node]];
            if (_sizes[node] == 1 && _groups[node] == node && IsWellConnected(node, total))
            {
                Join(node, total, random);
            }
        }

        return _groups;
    }

    private double Inside(int node)
    {
        var targets = _graph.Neighbours.Of(node);
        var weights = _graph.Neighbours.WeightsOf(node);
        _meter.Add(targets.Length);
        var sum = 0d;
        for (var i = 0; i < targets.Length; i++)
        {
            if (targets[i] != node && _communities[targets[i]] == _communities[node])
            {
                sum += weights.IsEmpty ? 1 : weights[i];
            }
        }

        return sum;
    }

    private bool IsWellConnected(int group, double total) => _inside[group] >= _degrees[group] * (total - _degrees[group]) * _expected;

    private void Join(int node, double total, Random random)
    {
        _around.AddAround(_graph.Neighbours, node, _groups);
        var chosen = Choose(node, total, random);
        if (chosen != node)
        {
            // What lay between the two now lies inside.
            _inside[chosen] += _inside[node] - (2 * _around.Of(chosen));
            _degrees[chosen] += _degrees[node];
            _sizes[chosen]++;
            _sizes[node] = 0;
            _groups[node] = chosen;
        }

        _around.Clear();
    }

    // With a chance of exp(gain / randomness) each; to stay alone gains 0.
    private int Choose(int node, double total, Random random)
    {
        var degree = _graph.Degrees[node];
        var groups = _around.Groups;
        var most = 0d;
        for (var i = 0; i < groups.Length; i++)
        {
            _chances[i] = -1;
            if (_communities[groups[i]] == _communities[node] && groups[i] != node && IsWellConnected(groups[i], total))
            {
                _chances[i] = _around.Of(groups[i]) - (degree * _degrees[groups[i]] * _expected);
                most = Math.Max(most, _chances[i]);
            }
        }

        var stays = Math.Exp(-most / _randomness);
        var sum = stays;
        for (var i = 0; i < groups.Length; i++)
        {
            _chances[i] = _chances[i] < 0 ? 0 : Math.Exp((_chances[i] - most) / _randomness);
            sum += _chances[i];
        }

        var drawn = random.NextDouble() * sum;
        for (var i = 0; i < groups.Length; i++)
        {
            drawn -= _chances[i];
            if (drawn < 0 && _chances[i] > 0)
            {
                return groups[i];
            }
        }

        return node;
    }
}
