namespace ThreeDb.Graphs;

/// <summary>
/// How many shortest paths between others a node lies on (Freeman 1977), by Brandes' algorithm (2001); on large graphs from a seeded sample of sources, with
/// Hoeffding's bound (Brandes and Pich 2007). Paths are measured in steps or by
/// weight; parallel relations are one, the lightest of them, and self-loops none.
/// The pairs of a disconnected graph that no path joins add nothing. Below three nodes all scores are 0.
/// </summary>
public static class Betweenness
{
    /// <summary>Computes the scores.</summary>
    /// <exception cref="ThreeDbException">TDB1017: an option is out of range, or a weight that counts is not above 0.</exception>
    public static BetweennessResult Run(Subgraph graph, BetweennessOptions options, AlgorithmRun run)
    {
        AlgorithmParameter.AtLeast("exactUpTo", options.ExactUpTo, 0);
        AlgorithmParameter.AtLeast("samples", options.Samples, 1);
        AlgorithmParameter.InRange("confidence", options.Confidence, double.Epsilon, Math.BitDecrement(1));
        var weighted = options.Weighted && graph.IsWeighted;
        if (weighted)
        {
            AlgorithmParameter.HasPositiveWeights(graph);
        }

        run.Report(0);
        var nodes = graph.NodeCount;
        var sources = nodes <= options.ExactUpTo || nodes <= options.Samples ? nodes : options.Samples;
        if (nodes < 3)
        {
            return new BetweennessResult(new double[nodes], sources, true, 0);
        }

        var direction = options.Undirected ? Direction.Any : Direction.Out;
        var pivots = sources == nodes ? null : Pivots(nodes, sources, run);
        var scores = weighted
            ? Sum(SimpleAdjacency.Lightest(graph, direction, run.Cancellation), pivots, sources, run, (rows, meter) => new WeightedBrandesSearch(rows, meter), (search, source, sum) => search.Add(source, sum))
            : Sum(SimpleAdjacency.Of(graph, direction, run.Cancellation), pivots, sources, run, (rows, meter) => new BrandesSearch(rows, meter), (search, source, sum) => search.Add(source, sum));
        var scale = (options.Undirected ? 0.5 : 1) * nodes / sources;
        var largest = (nodes - 1d) * (nodes - 2d) * (options.Undirected ? 0.5 : 1);
        if (options.Normalized)
        {
            (scale, largest) = (scale / largest, 1);
        }

        for (var node = 0; node < nodes; node++)
        {
            scores[node] *= scale;
        }

        run.Report(1);
        return new BetweennessResult(scores, sources, sources == nodes, sources == nodes ? 0 : largest * Bound(nodes, sources, options.Confidence));
    }

    // A source adds 0 to n - 2 to a node, so the mean over k of n sources is off by ε (n - 2) with a chance of at most 2 exp(-2 k ε²) (Hoeffding 1963, which holds
    // for samples without replacement), for all n nodes at once at most n times that. The sum over all sources is n such means: n (n - 2) = largest · n / (n - 1).
    private static double Bound(int nodes, int sources, double confidence) =>
        Math.Min(1, Math.Sqrt(Math.Log(2d * nodes / (1 - confidence)) / (2d * sources)) * nodes / (nodes - 1d));

    private static double[] Sum<TSearch>(
        Adjacency rows, int[]? pivots, int sources, AlgorithmRun run, Func<Adjacency, WorkMeter, TSearch> make, Action<TSearch, int, double[]> add)
    {
        var lanes = Math.Min(sources, Lanes.For(rows.NodeCount));
        var sums = new double[lanes][];

        // How much a source reaches is only known afterwards.
        var meter = new WorkMeter(run, double.PositiveInfinity);
        Lanes.Run(run, lanes, () => make(rows, meter), (lane, search) =>
        {
            var sum = sums[lane] = new double[rows.NodeCount];
            for (var i = lane; i < sources; i += lanes)
            {
                add(search, pivots is null ? i : pivots[i], sum);
                meter.AddPart(sources);
            }
        });
        return Lanes.Sum(rows.NodeCount, sums);
    }

    private static int[] Pivots(int nodes, int count, AlgorithmRun run)
    {
        var random = new Random(run.Seed);
        var all = new int[nodes];
        for (var i = 0; i < nodes; i++)
        {
            all[i] = i;
        }

        for (var i = 0; i < count; i++)
        {
            var other = random.Next(i, nodes);
            (all[i], all[other]) = (all[other], all[i]);
        }

        return all[..count];
    }
}
