namespace ThreeDb.Graphs;

/// <summary>Dijkstra's search from one node to all others, which counts the shortest ways. One per thread; allocates nothing from search to search.</summary>
/// <remarks>
/// Two ways are equally long when their weights, added up from the start, give the same 64-bit float, as NetworkX has it. A way that is too long for one is none.
/// </remarks>
internal sealed class WeightedSearch
{
    private const int Unseen = -1;
    private const int Waiting = 0;

    private readonly Adjacency _rows;
    private readonly DistanceHeap _heap;
    private readonly int[] _order;
    private readonly double[] _distances;
    private readonly double[] _paths;

    // Unseen, waiting in the heap, or the number of the node in the order from 1 on.
    private readonly int[] _states;
    private WorkPulse _pulse;
    private int _reached;

    public WeightedSearch(Adjacency rows, WorkMeter meter)
    {
        _rows = rows;
        _pulse = new WorkPulse(meter);
        _heap = new DistanceHeap(rows.NodeCount);
        (_order, _states) = (new int[rows.NodeCount], new int[rows.NodeCount]);
        (_distances, _paths) = (new double[rows.NodeCount], new double[rows.NodeCount]);
        Array.Fill(_states, Unseen);
    }

    /// <summary>The nodes that were reached, nearest first; the source is the first.</summary>
    public ReadOnlySpan<int> Order => _order.AsSpan(0, _reached);

    /// <summary>The distance of each node that was reached.</summary>
    public double[] Distances => _distances;

    /// <summary>The number of shortest ways to each node that was reached, where all weights are above 0.</summary>
    public double[] Paths => _paths;

    /// <summary>Whether there are more shortest ways to a node than <see cref="Paths"/> can tell.</summary>
    public bool HasManyPaths { get; private set; }

    /// <summary>Searches, after what was found before is forgotten.</summary>
    public void Run(int source)
    {
        foreach (var node in Order)
        {
            _states[node] = Unseen;
        }

        (_reached, HasManyPaths) = (0, false);
        (_distances[source], _paths[source], _states[source]) = (0, 1, Waiting);
        _heap.Add(source, 0);
        while (_heap.Count > 0)
        {
            var node = _heap.Take();
            _order[_reached++] = node;
            _states[node] = _reached;
            HasManyPaths |= _paths[node] > ManyPaths.Most;
            Look(node);
        }
    }

    /// <summary>Whether a shortest way to a node that was reached leads through another one just before, over a relation of some weight.</summary>
    public bool LeadsOn(int before, int node, double weight) => _states[node] > _states[before] && _distances[before] + weight == _distances[node];

    /// <summary>Counts work on what was found.</summary>
    public void Worked(int relations) => _pulse.Add(relations);

    private void Look(int node)
    {
        var targets = _rows.Of(node);
        var weights = _rows.WeightsOf(node);
        for (var i = 0; i < targets.Length; i++)
        {
            var (target, distance) = (targets[i], _distances[node] + weights[i]);
            if (_states[target] == Unseen)
            {
                if (distance <= double.MaxValue)
                {
                    (_distances[target], _paths[target], _states[target]) = (distance, _paths[node], Waiting);
                    _heap.Add(target, distance);
                }
            }
            else if (_states[target] == Waiting && distance <= _distances[target])
            {
                if (distance < _distances[target])
                {
                    (_distances[target], _paths[target]) = (distance, 0);
                    _heap.Nearer(target, distance);
                }

                _paths[target] += _paths[node];
            }
        }

        _pulse.Add(targets.Length);
    }
}
