namespace ThreeDb.Graphs;

/// <summary>What one source adds to betweenness: a breadth-first search that counts shortest paths, then the dependencies backwards. One per thread.</summary>
internal sealed class BrandesSearch
{
    private readonly Adjacency _rows;
    private readonly int[] _order;
    private readonly int[] _depth;

    // Going out: the number of shortest paths to each node. Coming back: (1 + dependency) / paths.
    private readonly double[] _paths;
    private WorkPulse _pulse;

    public BrandesSearch(Adjacency rows, WorkMeter meter)
    {
        _rows = rows;
        _pulse = new WorkPulse(meter);
        _order = new int[rows.NodeCount];
        _paths = new double[rows.NodeCount];
        _depth = new int[rows.NodeCount];
        Array.Fill(_depth, -1);
    }

    /// <summary>Adds the dependency of a source on every node to <paramref name="sum"/>.</summary>
    public void Add(int source, double[] sum)
    {
        var reached = Search(source);
        for (var i = reached - 1; i > 0; i--)
        {
            var node = _order[i];
            var (below, paths) = (_depth[node] + 1, _paths[node]);
            var through = 0d;
            var targets = _rows.Of(node);
            foreach (var target in targets)
            {
                if (_depth[target] == below)
                {
                    through += _paths[target];
                }
            }

            sum[node] += paths * through;
            _paths[node] = (1 / paths) + through;
            _pulse.Add(targets.Length);
        }

        for (var i = 0; i < reached; i++)
        {
            _depth[_order[i]] = -1;
        }
    }

    private int Search(int source)
    {
        var (order, depth, paths) = (_order, _depth, _paths);
        (order[0], depth[source], paths[source]) = (source, 0, 1);
        var reached = 1;
        for (var i = 0; i < reached; i++)
        {
            var node = order[i];
            var (below, ways) = (depth[node] + 1, paths[node]);
            var targets = _rows.Of(node);
            foreach (var target in targets)
            {
                var at = depth[target];
                if (at < 0)
                {
                    (order[reached++], depth[target], paths[target]) = (target, below, ways);
                }
                else if (at == below)
                {
                    paths[target] += ways;
                }
            }

            _pulse.Add(targets.Length);
        }

        return reached;
    }
}
