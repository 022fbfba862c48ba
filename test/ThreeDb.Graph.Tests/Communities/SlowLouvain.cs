using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>Louvain's method in the obvious way: tries every move of a node, then of a whole community, and keeps what makes the modularity larger.</summary>
public static class SlowLouvain
{
    public static int[] Of(Subgraph graph)
    {
        var groups = Enumerable.Range(0, graph.NodeCount).ToArray();
        var best = SlowModularity.Of(graph, groups);
        for (var before = double.NegativeInfinity; best > before + 1e-9;)
        {
            before = best;
            foreach (var members in groups.Select((group, node) => (group, node)).GroupBy(p => p.group, p => p.node).Select(g => g.ToArray()).ToArray())
            {
                best = Moved(graph, groups, members, best);
            }
        }

        return groups;
    }

    private static double Moved(Subgraph graph, int[] groups, int[] members, double best)
    {
        var kept = groups[members[0]];
        foreach (var group in groups.Distinct().ToArray())
        {
            Put(group);
            var value = SlowModularity.Of(graph, groups);
            (best, kept) = value > best + 1e-9 ? (value, group) : (best, kept);
        }

        Put(kept);
        return best;

        void Put(int group) => Array.ForEach(members, node => groups[node] = group);
    }
}
