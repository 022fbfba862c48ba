namespace ThreeDb.Graphs;

/// <summary>Sets of nodes that grow together, from any number of threads (Sutton, Ben-Nun, Barak 2018). A node's parent is never larger than the node, so a set's root is its smallest node.</summary>
internal static class DisjointSets
{
    /// <summary>Every node alone.</summary>
    public static int[] Alone(int count)
    {
        var parents = new int[count];
        for (var node = 0; node < count; node++)
        {
            parents[node] = node;
        }

        return parents;
    }

    /// <summary>Joins the sets of two nodes.</summary>
    public static void Join(int[] parents, int a, int b)
    {
        var (parentOfA, parentOfB) = (parents[a], parents[b]);
        while (parentOfA != parentOfB)
        {
            var (high, low) = parentOfA > parentOfB ? (parentOfA, parentOfB) : (parentOfB, parentOfA);
            var above = Volatile.Read(ref parents[high]);
            if (above == low || (above == high && Interlocked.CompareExchange(ref parents[high], low, high) == high))
            {
                return;
            }

            parentOfA = parents[Volatile.Read(ref parents[high])];
            parentOfB = Volatile.Read(ref parents[low]);
        }
    }

    /// <summary>Makes roots the parents of a range of nodes.</summary>
    public static void Flatten(int[] parents, int from, int to)
    {
        for (var node = from; node < to; node++)
        {
            var parent = parents[node];
            var above = parents[parent];
            if (parent == above)
            {
                continue;
            }

            while (parent != above)
            {
                (parent, above) = (above, parents[above]);
            }

            parents[node] = parent;
        }
    }
}
