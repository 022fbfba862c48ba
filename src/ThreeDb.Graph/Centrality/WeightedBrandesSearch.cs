using System.Runtime.InteropServices;

namespace ThreeDb.Graphs;

/// <summary>What one source adds to betweenness where paths are measured by weight: Dijkstra's search out, the dependencies backwards. One per thread.</summary>
internal sealed class WeightedBrandesSearch(Adjacency rows, WorkMeter meter)
{
    private readonly WeightedSearch _search = new(rows, meter);

    // Coming back: (1 + dependency) / paths.
    private readonly double[] _shares = new double[rows.NodeCount];

    // The nodes one step further from one node.
    private readonly List<int> _further = [];
    private ManyPaths? _many;

    /// <summary>Adds the dependency of a source on every node to <paramref name="sum"/>.</summary>
    public void Add(int source, double[] sum)
    {
        _search.Run(source);
        if (_search.HasManyPaths)
        {
            (_many ??= new ManyPaths(rows.NodeCount)).Add(_search.Order, Further, sum);
        }
        else
        {
            GoBack(sum);
        }
    }

    private void GoBack(double[] sum)
    {
        var order = _search.Order;
        var paths = _search.Paths;
        for (var i = order.Length - 1; i > 0; i--)
        {
            var (node, through) = (order[i], 0d);
            var targets = rows.Of(node);
            var weights = rows.WeightsOf(node);
            for (var j = 0; j < targets.Length; j++)
            {
                through += _search.LeadsOn(node, targets[j], weights[j]) ? _shares[targets[j]] : 0;
            }

            sum[node] += paths[node] * through;
            _shares[node] = (1 / paths[node]) + through;
            _search.Worked(targets.Length);
        }
    }

    private ReadOnlySpan<int> Further(int place)
    {
        var node = _search.Order[place];
        var targets = rows.Of(node);
        var weights = rows.WeightsOf(node);
        _further.Clear();
        for (var i = 0; i < targets.Length; i++)
        {
            if (_search.LeadsOn(node, targets[i], weights[i]))
            {
                _further.Add(targets[i]);
            }
        }

        _search.Worked(targets.Length);
        return CollectionsMarshal.AsSpan(_further);
    }
}
