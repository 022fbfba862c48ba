namespace ThreeDb.Graphs;

/// <summary>The nodes two steps from a node, and what the nodes in between count together. Self-loops are no steps and parallel relations one. One per thread.</summary>
/// <param name="first">The first step.</param>
/// <param name="second">The second step.</param>
/// <param name="weigh">What a node in the middle counts; by its number.</param>
/// <param name="limit">Middles that lead to more nodes than this count nothing.</param>
/// <param name="meter">Told of the work.</param>
internal sealed class SharedNeighbors(Adjacency first, Adjacency second, Func<int, double> weigh, int limit, WorkMeter meter)
{
    private readonly double[] _shares = new double[first.NodeCount];
    private readonly int[] _touched = new int[first.NodeCount];
    private int _count;
    private WorkPulse _pulse = new(meter);

    /// <summary>The nodes found by the last <see cref="Gather"/>, in no particular but always the same order.</summary>
    public ReadOnlySpan<int> Found => _touched.AsSpan(0, _count);

    /// <summary>What the nodes between the gathered node and a found one count together.</summary>
    public double ShareOf(int found) => _shares[found];

    /// <summary>Goes two steps from a node. Middles that more than the limit share are passed over.</summary>
    public void Gather(int node)
    {
        foreach (var found in Found)
        {
            _shares[found] = 0;
        }

        _count = 0;
        var last = node;
        foreach (var middle in first.Of(node))
        {
            if (middle != last && middle != node)
            {
                GoOn(node, middle);
            }

            last = middle;
        }
    }

    private void GoOn(int node, int middle)
    {
        var ends = second.Of(middle);
        _pulse.Add(ends.Length);
        if (ends.Length > limit && SimpleAdjacency.Degree(second, middle) > limit)
        {
            return;
        }

        var counts = weigh(middle);
        var last = middle;
        foreach (var end in ends)
        {
            if (end != last && end != middle && end != node)
            {
                if (_shares[end] == 0)
                {
                    _touched[_count++] = end;
                }

                _shares[end] += counts;
            }

            last = end;
        }
    }
}
