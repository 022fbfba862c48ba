namespace ThreeDb.Graphs;

/// <summary>
/// Each neighbourly pair once, at the node with the lower degree. Nodes are numbered anew, highest degree first, so that the ends that are looked at over and over
/// lie together and stay in the cache. Rows are in no order.
/// </summary>
internal sealed class UphillRows
{
    public UphillRows(Subgraph graph, int maximumDegree, bool withWays, AlgorithmRun run)
    {
        var rows = graph.Rows(Direction.Any, run.Cancellation);
        Degrees = new int[rows.NodeCount];
        run.ForRanges(rows, (from, to, _) =>
        {
            for (var node = from; node < to; node++)
            {
                Degrees[node] = SimpleAdjacency.Degree(rows, node);
            }
        });
        run.Report(0);
        (Nodes, var rank) = Ranked(Degrees);
        run.Report(0);
        Offsets = new int[rows.NodeCount + 1];
        run.ForRanges(rows, (from, to, _) =>
        {
            for (var node = from; node < to; node++)
            {
                Offsets[rank[node] + 1] = Uphill(node, []);
            }
        });
        for (var low = 0; low < Nodes.Length; low++)
        {
            Offsets[low + 1] += Offsets[low];
        }

        run.Report(0);
        Targets = new int[Offsets[^1]];
        Ways = withWays ? new byte[Targets.Length] : [];
        run.ForRanges(rows, (from, to, _) =>
        {
            for (var node = from; node < to; node++)
            {
                var place = Offsets[rank[node]];
                _ = Uphill(node, Targets.AsSpan(place, Offsets[rank[node] + 1] - place));
                if (withWays)
                {
                    FillWays(graph, node, place, Offsets[rank[node] + 1]);
                }
            }
        });
        run.Report(0);

        // Counts the row of a node, and writes it where there is room.
        int Uphill(int node, Span<int> row)
        {
            var (count, last, own) = (0, node, rank[node]);
            foreach (var target in Degrees[node] <= maximumDegree ? rows.Of(node) : default)
            {
                if (target != last && rank[target] < own && Degrees[target] <= maximumDegree)
                {
                    if (!row.IsEmpty)
                    {
                        row[count] = rank[target];
                    }

                    count++;
                }

                last = target;
            }

            return count;
        }
    }

    /// <summary>The number of different neighbours of each node.</summary>
    public int[] Degrees { get; }

    /// <summary>The node behind each new number.</summary>
    public int[] Nodes { get; }

    public int[] Offsets { get; }

    public int[] Targets { get; }

    /// <summary>Beside each target: 1, or 2 where relations lead both ways; empty when not asked for.</summary>
    public byte[] Ways { get; }

    private void FillWays(Subgraph graph, int node, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var target = Nodes[Targets[i]];
            Ways[i] = (byte)((Has(graph.Out, node, target) ? 1 : 0) + (Has(graph.Out, target, node) ? 1 : 0));
        }
    }

    private static bool Has(Adjacency outgoing, int source, int target) => outgoing.Of(source).BinarySearch(target) >= 0;

    // A counting sort: by degree, descending, then by node.
    private static (int[] Nodes, int[] Rank) Ranked(int[] degrees)
    {
        var largest = degrees.Length == 0 ? 0 : degrees.Max();
        var begins = new int[largest + 2];
        foreach (var degree in degrees)
        {
            begins[largest - degree + 1]++;
        }

        for (var i = 1; i < begins.Length; i++)
        {
            begins[i] += begins[i - 1];
        }

        var (nodes, rank) = (new int[degrees.Length], new int[degrees.Length]);
        for (var node = 0; node < degrees.Length; node++)
        {
            rank[node] = begins[largest - degrees[node]]++;
            nodes[rank[node]] = node;
        }

        return (nodes, rank);
    }
}
