namespace ThreeDb.Graphs;

/// <summary>Rows without self-loops and with each neighbour once, for what counts neighbours and not relations.</summary>
internal static class SimpleAdjacency
{
    /// <summary>The rows in a direction; weights are left out. The adjacency itself where it is simple already.</summary>
    public static Adjacency Of(Subgraph graph, Direction direction) => Of(Rows(graph, direction), weighted: false);

    /// <summary>The rows of a weighted graph in a direction, each neighbour once, with the lowest weight of the relations that lead to it. The adjacency itself where it is simple already.</summary>
    public static Adjacency Lightest(Subgraph graph, Direction direction) => Of(Rows(graph, direction), weighted: true);

    /// <summary>The rows in a direction as they are.</summary>
    public static Adjacency Rows(Subgraph graph, Direction direction) => direction switch
    {
        Direction.Out => graph.Out,
        Direction.In => graph.In,
        _ => graph.Undirected,
    };

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

    private static Adjacency Of(Adjacency rows, bool weighted)
    {
        var offsets = new int[rows.NodeCount + 1];
        for (var node = 0; node < rows.NodeCount; node++)
        {
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
            var last = node;
            var all = rows.Of(node);
            var beside = rows.WeightsOf(node);
            for (var i = 0; i < all.Length; i++)
            {
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
