using System.Numerics;

namespace ThreeDb.Graphs;

/// <summary>
/// Breadth-first searches from 64 neighbouring nodes at once, a bit each (MS-BFS, Then et al. 2014): a relation that several of them cross at the same depth is
/// looked at once. One per thread.
/// </summary>
internal sealed class SharedSearch
{
    /// <summary>How many searches run at once.</summary>
    public const int Width = 64;

    private readonly Adjacency _rows;
    private readonly ulong[] _seen;
    private readonly ulong[] _here;
    private readonly ulong[] _arriving;
    private readonly int[] _front;
    private readonly int[] _touched;
    private WorkPulse _pulse;

    public SharedSearch(Adjacency rows, WorkMeter meter)
    {
        _rows = rows;
        _pulse = new WorkPulse(meter);
        (_seen, _here, _arriving) = (new ulong[rows.NodeCount], new ulong[rows.NodeCount], new ulong[rows.NodeCount]);
        (_front, _touched) = (new int[rows.NodeCount], new int[rows.NodeCount]);
    }

    /// <summary>Searches from the nodes at and after <paramref name="first"/> and adds, at every node reached, the distances and the number of searches.</summary>
    public void Add(int first, bool harmonic, double[] sums, double[] reached)
    {
        Array.Clear(_seen);
        var size = Math.Min(Width, _rows.NodeCount - first);
        for (var i = 0; i < size; i++)
        {
            _front[i] = first + i;
            _seen[first + i] = _here[first + i] = 1UL << i;
        }

        for (var depth = 1; size > 0; depth++)
        {
            size = Arrived(Spread(size), harmonic ? 1d / depth : depth, sums, reached);
        }
    }

    private int Spread(int size)
    {
        var (arriving, count) = (_arriving, 0);
        for (var i = 0; i < size; i++)
        {
            var node = _front[i];
            var bits = _here[node];
            var targets = _rows.Of(node);
            foreach (var target in targets)
            {
                var before = arriving[target];
                if (before == 0)
                {
                    _touched[count++] = target;
                }

                arriving[target] = before | bits;
            }

            _pulse.Add(targets.Length);
        }

        return count;
    }

    // Of the nodes that were touched, those that some search had not seen are the next front.
    private int Arrived(int count, double distance, double[] sums, double[] reached)
    {
        var size = 0;
        for (var i = 0; i < count; i++)
        {
            var node = _touched[i];
            var news = _arriving[node] & ~_seen[node];
            _arriving[node] = 0;
            if (news != 0)
            {
                var searches = BitOperations.PopCount(news);
                _seen[node] |= news;
                _here[node] = news;
                sums[node] += distance * searches;
                reached[node] += searches;
                _front[size++] = node;
            }
        }

        return size;
    }
}
