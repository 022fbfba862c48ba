namespace ThreeDb.Graphs;

/// <summary>What one source adds to betweenness: a breadth-first search that counts shortest paths, then the dependencies backwards. One per thread.</summary>
/// <remarks>
/// The way out notes which relations lead one step further; the way back follows only those. Whether a relation does, and whether a node is new, nobody can foretell,
/// so neither is a branch: the candidate is always written, and the count goes on only when it is one.
/// </remarks>
internal sealed class BrandesSearch
{
    private const int Unseen = -1;

    private readonly Adjacency _rows;
    private readonly int[] _order;
    private readonly int[] _depth;

    // The nodes one step further, for each node in the order; where those of the i-th end.
    private readonly int[] _further;
    private readonly int[] _ends;

    // Going out: the number of shortest paths to each node, 0 for those not seen. Coming back: (1 + dependency) / paths.
    private readonly double[] _paths;
    private WorkPulse _pulse;
    private ManyPaths? _many;
    private bool _areMany;

    public BrandesSearch(Adjacency rows, WorkMeter meter)
    {
        _rows = rows;
        _pulse = new WorkPulse(meter);
        _order = new int[rows.NodeCount + 1];
        _ends = new int[rows.NodeCount + 1];
        _further = new int[rows.Targets.Length + 1];
        _paths = new double[rows.NodeCount];
        _depth = new int[rows.NodeCount];
        Array.Fill(_depth, Unseen);
    }

    /// <summary>Adds the dependency of a source on every node to <paramref name="sum"/>.</summary>
    public void Add(int source, double[] sum)
    {
        var (order, depth, paths) = (_order, _depth, _paths);
        var reached = Search(source);
        if (_areMany)
        {
            (_many ??= new ManyPaths(paths.Length)).Add(order.AsSpan(0, reached), Further, sum);
        }
        else
        {
            GoBack(reached, sum);
        }

        for (var i = 0; i < reached; i++)
        {
            (depth[order[i]], paths[order[i]]) = (Unseen, 0);
        }
    }

    private void GoBack(int reached, double[] sum)
    {
        var (order, paths) = (_order, _paths);
        for (var i = reached - 1; i > 0; i--)
        {
            var (node, through) = (order[i], 0d);
            var further = _further.AsSpan(_ends[i - 1], _ends[i] - _ends[i - 1]);
            foreach (var target in further)
            {
                through += paths[target];
            }

            sum[node] += paths[node] * through;
            paths[node] = (1 / paths[node]) + through;
            _pulse.Add(further.Length);
        }
    }

    private ReadOnlySpan<int> Further(int place)
    {
        var begin = place == 0 ? 0 : _ends[place - 1];
        _pulse.Add(_ends[place] - begin);
        return _further.AsSpan(begin, _ends[place] - begin);
    }

    private int Search(int source)
    {
        var (order, depth, further, paths) = (_order, _depth, _further, _paths);
        (order[0], depth[source], paths[source]) = (source, 0, 1);
        var (reached, end, areMany) = (1, 0, false);
        for (var i = 0; i < reached; i++)
        {
            var (node, begin) = (order[i], end);
            var below = depth[node] + 1;
            var targets = _rows.Of(node);
            foreach (var target in targets)
            {
                var at = depth[target];
                order[reached] = target;
                reached += at < 0 ? 1 : 0;
                at = at < 0 ? below : at;
                depth[target] = at;
                further[end] = target;
                end += at == below ? 1 : 0;
            }

            var ways = paths[node];
            areMany |= ways > ManyPaths.Most;
            foreach (var target in further.AsSpan(begin, end - begin))
            {
                paths[target] += ways;
            }

            _ends[i] = end;
            _pulse.Add(targets.Length);
        }

        _areMany = areMany;
        return reached;
    }
}
