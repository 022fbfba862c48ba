namespace ThreeDb.Graphs;

/// <summary>Nodes in the order of their degrees, which only sink, by one at a time: each change swaps two places.</summary>
internal sealed class PeelingQueue
{
    private readonly int[] _degrees;
    private readonly int[] _order;
    private readonly int[] _place;

    // Where the nodes of each degree begin in the order.
    private readonly int[] _begins;

    /// <summary>Makes the queue.</summary>
    /// <param name="degrees">The degrees; kept and changed.</param>
    public PeelingQueue(int[] degrees)
    {
        _degrees = degrees;
        (_order, _place) = (new int[degrees.Length], new int[degrees.Length]);
        _begins = new int[(degrees.Length == 0 ? 0 : degrees.Max()) + 2];
        foreach (var degree in degrees)
        {
            _begins[degree + 1]++;
        }

        for (var degree = 1; degree < _begins.Length; degree++)
        {
            _begins[degree] += _begins[degree - 1];
        }

        var next = _begins.AsSpan().ToArray();
        for (var node = 0; node < degrees.Length; node++)
        {
            _place[node] = next[degrees[node]]++;
            _order[_place[node]] = node;
        }
    }

    /// <summary>The node at a place; no node before it changes any more.</summary>
    public int Peel(int place) => _order[place];

    /// <summary>Lowers the degree of a node that is above that of the one peeled last.</summary>
    public void Lower(int node)
    {
        var degree = _degrees[node];
        var (place, first) = (_place[node], _begins[degree]);
        var other = _order[first];
        (_order[place], _place[other]) = (other, place);
        (_order[first], _place[node]) = (node, first);
        _begins[degree]++;
        _degrees[node] = degree - 1;
    }
}
