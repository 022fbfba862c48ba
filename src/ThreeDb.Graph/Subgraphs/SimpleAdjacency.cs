namespace ThreeDb.Graphs;

/// <summary>Rows without self-loops and with each neighbour once, for what counts neighbours and not relations.</summary>
internal static class SimpleAdjacency
{
    /// <summary>The rows in a direction; weights are left out. The adjacency itself where it is simple already.</summary>
    public static Adjacency Of(Subgraph graph, Direction direction, CancellationToken cancellationToken) => Of(graph.Rows(direction, cancellationToken), weighted: false, cancellationToken);

    /// <summary>The rows of a weighted graph in a direction, each neighbour once, with the lowest weight of the relations that lead to it. The adjacency itself where it is simple already.</summary>
    public static Adjacency Lightest(Subgraph graph, Direction direction, CancellationToken cancellationToken) => Of(graph.Rows(direction, cancellationToken), weighted: true, cancellationToken);

    /// <summary>The number of different neighbours of a node, itself not counted.</summary>
    public static int Degree(Adjacency adjacency, int node)
    {
        var (count, last) = (0, node);
        foreach (var target in adjacency.Of(node))
        {
            count += target != last && target != node ? 1 : 0;
            last = target;
        }

        return count;
    }

    private static Adjacency Of(Adjacency rows, bool weighted, CancellationToken cancellationToken)
    {
        var pulse = new WalkPulse(cancellationToken);
        var offsets = new int[rows.NodeCount + 1];
        for (var node = 0; node < rows.NodeCount; node++)
        {
            pulse.Add(rows.Degree(node));
            offsets[node + 1] = offsets[node] + Degree(rows, node);
        }

        if (offsets[^1] == rows.Targets.Length && rows.IsWeighted == weighted)
        {
            return rows;
        }

        var targets = new int[offsets[^1]];
        var weights = weighted ? new double[offsets[^1]] : null;
        var place = 0;
        for (var node = 0; node < rows.NodeCount; node++)
        {
            pulse.Add(rows.Degree(node));
            var last = node;
            var all = rows.Of(node);
            var beside = rows.WeightsOf(node);
            for (var i = 0; i < all.Length; i++)
            {
                pulse.At(i);
                var target = all[i];
                if (target == node)
                {
                    last = target;
                    continue;
                }

                if (target != last)
                {
                    targets[place++] = last = target;
                    if (weights is not null)
                    {
                        weights[place - 1] = beside[i];
                    }
                }
                else if (weights is not null)
                {
                    weights[place - 1] = Math.Min(weights[place - 1], beside[i]);
                }
            }
        }

        return new Adjacency(offsets, targets, weights);
    }
}
