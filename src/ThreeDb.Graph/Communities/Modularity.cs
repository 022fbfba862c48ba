namespace ThreeDb.Graphs;

/// <summary>
/// How much more relations lie inside communities than chance would put there (Newman and Girvan 2004; resolution: Reichardt and Bornholdt 2006):
/// the weight inside as a share of all, less resolution × the sum over communities of (weight at their nodes / twice all weight)².
/// Direction is not looked at. Parallel and opposite relations count each. A self-loop counts once inside, and twice at its node.
/// </summary>
public static class Modularity
{
    /// <summary>Judges communities. Weights must be finite and not negative.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Settings, the communities among them.</param>
    /// <param name="run">Controls.</param>
    /// <exception cref="ArgumentException">The communities are those of another number of nodes, or a weight is negative or not finite.</exception>
    public static ModularityResult Run(Subgraph graph, ModularityOptions options, AlgorithmRun run)
    {
        CommunitySettings.CheckResolution(options.Resolution);
        CommunitySettings.CheckWeights(graph);
        if (options.Communities.Groups.Length != graph.NodeCount)
        {
            throw new ArgumentException($"The communities are of {options.Communities.Groups.Length} nodes, the graph has {graph.NodeCount}.", nameof(options));
        }

        run.Report(0);
        return new ModularityResult(Of(graph, options.Communities, options.Resolution, new WorkBeat(run)));
    }

    internal static double Of(Subgraph graph, Partition communities, double resolution, WorkBeat meter)
    {
        var groups = communities.Groups;
        var relations = graph.Out;
        var atNodes = new double[communities.Count];
        var (inside, total) = (0d, 0d);
        for (var node = 0; node < graph.NodeCount; node++)
        {
            var targets = relations.Of(node);
            var weights = relations.WeightsOf(node);
            meter.Add(targets.Length);
            var group = groups[node];
            for (var i = 0; i < targets.Length; i++)
            {
                var weight = weights.IsEmpty ? 1 : weights[i];
                var other = groups[targets[i]];
                total += weight;
                inside += other == group ? weight : 0;
                atNodes[group] += weight;
                atNodes[other] += weight;
            }
        }

        if (total == 0)
        {
            return 0;
        }

        var expected = 0d;
        foreach (var weight in atNodes)
        {
            var share = weight / (2 * total);
            expected += share * share;
        }

        return (inside / total) - (resolution * expected);
    }
}
