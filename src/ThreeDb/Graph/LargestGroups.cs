using ThreeDb.Graphs;

namespace ThreeDb;

/// <summary>The largest groups of a partition with their most connected members.</summary>
internal static class LargestGroups
{
    public static IReadOnlyList<(int Number, int Size, int[] Members)> Of(Subgraph graph, Partition groups, int limit, int shown)
    {
        var chosen = Enumerable.Range(0, groups.Count).OrderByDescending(group => groups.Sizes[group]).ThenBy(group => group).Take(limit).ToArray();
        var members = chosen.ToDictionary(group => group, _ => new PriorityQueue<int, (long Degree, int Node)>());
        for (var node = 0; node < graph.NodeCount; node++)
        {
            if (members.TryGetValue(groups.Groups[node], out var best))
            {
                best.Enqueue(node, ((long)graph.Out.Degree(node) + graph.In.Degree(node), -node));
                if (best.Count > shown)
                {
                    best.Dequeue();
                }
            }
        }

        return [.. chosen.Select(group => (group, groups.Sizes[group], Drain(members[group])))];
    }

    private static int[] Drain(PriorityQueue<int, (long Degree, int Node)> best)
    {
        var nodes = new int[best.Count];
        for (var i = nodes.Length - 1; i >= 0; i--)
        {
            nodes[i] = best.Dequeue();
        }

        return nodes;
    }
}
