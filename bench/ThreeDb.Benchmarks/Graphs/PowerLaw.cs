namespace ThreeDb.Benchmarks;

/// <summary>Graphs whose degrees follow a power law: both ends of a relation are drawn by weight (Chung and Lu 2002). In-degrees fall with exponent 3, out-degrees faster.</summary>
internal static class PowerLaw
{
    private const double TargetSkew = 2;
    private const double SourceSkew = 1.5;

    /// <param name="nodes">How many nodes.</param>
    /// <param name="relations">How many distinct relations, without self-loops; far fewer than there could be.</param>
    /// <param name="seed">The same seed makes the same graph.</param>
    public static GraphData Make(int nodes, int relations, int seed = 5)
    {
        var random = new Random(seed);
        var (forSources, forTargets) = (Shuffled(nodes, random), Shuffled(nodes, random));
        var known = new HashSet<long>(relations);
        var (sources, targets) = (new int[relations], new int[relations]);
        while (known.Count < relations)
        {
            var source = forSources[Draw(nodes, SourceSkew, random)];
            var target = forTargets[Draw(nodes, TargetSkew, random)];
            if (source != target && known.Add(((long)source * nodes) + target))
            {
                (sources[known.Count - 1], targets[known.Count - 1]) = (source, target);
            }
        }

        return new GraphData($"power law {nodes:N0}/{relations:N0}", nodes, sources, targets);
    }

    private static int Draw(int nodes, double skew, Random random) => Math.Min(nodes - 1, (int)(nodes * Math.Pow(random.NextDouble(), skew)));

    // The strongest are not the first: no contestant may profit from an order.
    private static int[] Shuffled(int nodes, Random random)
    {
        int[] all = [.. Enumerable.Range(0, nodes)];
        random.Shuffle(all);
        return all;
    }
}
