namespace ThreeDb.Graphs;

/// <summary>
/// What one source adds to betweenness where it has more shortest paths than a float can count: through layers of two nodes each their number doubles with every layer.
/// Counts them anew, and far more slowly, so it is for those sources only. One per thread.
/// </summary>
internal sealed class ManyPaths(int nodes)
{
    /// <summary>Up to so many paths to a node, a float holds their number, and one divided by it, with all digits.</summary>
    public const double Most = 1e290;

    // Going out: the number of shortest paths to each node. Coming back: (1 + dependency) / paths.
    private readonly WideNumber[] _paths = new WideNumber[nodes];

    /// <summary>The nodes that shortest paths lead to right after the node at a place of the order.</summary>
    public delegate ReadOnlySpan<int> Further(int place);

    /// <summary>Adds the dependency of a source on every node to <paramref name="sum"/>.</summary>
    /// <param name="order">The nodes that were reached, nearest first; the source is the first.</param>
    /// <param name="further">Where the paths go on.</param>
    /// <param name="sum">The dependencies.</param>
    public void Add(ReadOnlySpan<int> order, Further further, double[] sum)
    {
        foreach (var node in order)
        {
            _paths[node] = default;
        }

        _paths[order[0]] = WideNumber.One;
        for (var i = 0; i < order.Length; i++)
        {
            var ways = _paths[order[i]];
            foreach (var target in further(i))
            {
                _paths[target] = _paths[target].Plus(ways);
            }
        }

        for (var i = order.Length - 1; i > 0; i--)
        {
            var (node, through) = (order[i], default(WideNumber));
            foreach (var target in further(i))
            {
                through = through.Plus(_paths[target]);
            }

            sum[node] += _paths[node].Times(through).ToDouble();
            _paths[node] = _paths[node].Inverse().Plus(through);
        }
    }
}
