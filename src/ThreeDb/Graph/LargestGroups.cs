using ThreeDb.Graphs;

namespace ThreeDb;

/// <summary>The largest groups of a partition with their most connected members.</summary>
internal static class LargestGroups
{
    public static IReadOnlyList<(int Number, int Size, (int Node, int Degree)[] Members)> Of(
        Subgraph graph, Partition groups, int limit, int shown, CancellationToken cancellationToken)
    {
        var pulse = new WalkPulse(cancellationToken);
        var chosen = BestScores.Of(groups.Count, group => groups.Sizes[group], limit, cancellationToken);
        var degrees = Degrees(graph, pulse);
        var members = chosen.ToDictionary(group => group, _ => new PriorityQueue<int, (int Degree, int Node)>());
        for (var node = 0; node < graph.NodeCount; node++)
        {
            pulse.At(node);
            if (members.TryGetValue(groups.Groups[node], out var best))
            {
                best.Enqueue(node, (degrees[node], -node));
                if (best.Count > shown)
                {
                    best.Dequeue();
                }
            }
        }

        return [.. chosen.Select(group => (group, groups.Sizes[group], Drain(members[group])))];
    }

    // Counted, not looked up from the targets: those rows may not be there, and would take far more memory than this.
    private static int[] Degrees(Subgraph graph, WalkPulse pulse)
    {
        var degrees = new int[graph.NodeCount];
        var targets = graph.Out.Targets;
        for (var place = 0; place < targets.Length; place++)
        {
            pulse.At(place);
            degrees[targets[place]]++;
        }

        for (var node = 0; node < degrees.Length; node++)
        {
            degrees[node] += graph.Out.Degree(node);
        }

        return degrees;
    }

    private static (int Node, int Degree)[] Drain(PriorityQueue<int, (int Degree, int Node)> best)
    {
        var nodes = new (int Node, int Degree)[best.Count];
        for (var i = nodes.Length - 1; i >= 0; i--)
        {
            best.TryDequeue(out var node, out var rank);
            nodes[i] = (node, rank.Degree);
        }

        return nodes;
    }
}
