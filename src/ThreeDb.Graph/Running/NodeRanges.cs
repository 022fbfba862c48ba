using System.Runtime.CompilerServices;

namespace ThreeDb.Graphs;

/// <summary>Ranges of nodes with about as many relations each, so that threads have the same to do. Remembered per adjacency.</summary>
internal static class NodeRanges
{
    private const int Wanted = 65_536;

    private static readonly ConditionalWeakTable<Adjacency, IReadOnlyList<(int From, int To)>> Known = [];

    public static IReadOnlyList<(int From, int To)> Of(Adjacency adjacency) => Known.GetValue(adjacency, Split);

    // A node counts as much as a relation: a graph without relations is work as well.
    private static List<(int From, int To)> Split(Adjacency adjacency)
    {
        var ranges = new List<(int From, int To)>();
        var (from, load) = (0, 0);
        for (var node = 0; node < adjacency.NodeCount; node++)
        {
            load += 1 + adjacency.Degree(node);
            if (load >= Wanted)
            {
                ranges.Add((from, node + 1));
                (from, load) = (node + 1, 0);
            }
        }

        if (from < adjacency.NodeCount)
        {
            ranges.Add((from, adjacency.NodeCount));
        }

        return ranges;
    }
}
