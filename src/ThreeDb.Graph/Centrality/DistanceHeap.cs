namespace ThreeDb.Graphs;

/// <summary>Nodes by distance, nearest first: a heap of four branches that knows where each node stands, so that a node stands in it once. One per thread.</summary>
internal sealed class DistanceHeap(int nodes)
{
    private const int Branches = 4;

    private readonly int[] _nodes = new int[nodes];
    private readonly double[] _distances = new double[nodes];
    private readonly int[] _places = new int[nodes];

    public int Count { get; private set; }

    /// <summary>Adds a node.</summary>
    public void Add(int node, double distance) => Rise(Count++, node, distance);

    /// <summary>Brings a node nearer that is in the heap.</summary>
    public void Nearer(int node, double distance) => Rise(_places[node], node, distance);

    /// <summary>Takes the nearest node out; of equally near ones any.</summary>
    public int Take()
    {
        var nearest = _nodes[0];
        if (--Count > 0)
        {
            Sink(_nodes[Count], _distances[Count]);
        }

        return nearest;
    }

    private void Rise(int place, int node, double distance)
    {
        while (place > 0 && (place - 1) / Branches is var parent && distance < _distances[parent])
        {
            Put(place, _nodes[parent], _distances[parent]);
            place = parent;
        }

        Put(place, node, distance);
    }

    private void Sink(int node, double distance)
    {
        var place = 0;
        for (var first = 1; first < Count; first = (place * Branches) + 1)
        {
            var least = first;
            for (var child = first + 1; child < Math.Min(first + Branches, Count); child++)
            {
                least = _distances[child] < _distances[least] ? child : least;
            }

            if (distance <= _distances[least])
            {
                break;
            }

            Put(place, _nodes[least], _distances[least]);
            place = least;
        }

        Put(place, node, distance);
    }

    private void Put(int place, int node, double distance) => (_nodes[place], _distances[place], _places[node]) = (node, distance, place);
}
