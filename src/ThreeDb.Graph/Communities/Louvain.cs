namespace ThreeDb.Graphs;

/// <summary>
/// Communities by modularity (Blondel and others 2008): nodes move one by one to the community that gains most, communities become nodes, and so on.
/// Direction is not looked at; weights, self-loops and parallel relations count as in <see cref="Modularity"/>. A community may be in parts that
/// nothing joins; <see cref="Leiden"/>'s are not.
/// </summary>
public static class Louvain
{
    /// <summary>Finds communities. One thread; the order of moves comes from the seed. Nodes without relations are alone.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Settings.</param>
    /// <param name="run">Controls.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or a setting is out of range.</exception>
    public static CommunitiesResult Run(Subgraph graph, LouvainOptions options, AlgorithmRun run)
    {
        CommunitySettings.CheckResolution(options.Resolution);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLevels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxIterations, 1);
        CommunitySettings.CheckWeights(graph);
        run.Report(0);
        var meter = new WorkBeat(run);
        var random = new Random(run.Seed);
        var communities = DisjointSets.Alone(graph.NodeCount);
        var level = LevelGraph.Of(graph, meter);
        var levels = 0;
        while (levels < options.MaxLevels)
        {
            meter.Begin(1 - Math.Pow(0.5, levels), 1 - Math.Pow(0.5, levels + 1)); // Each level is much smaller than the one before.
            var groups = DisjointSets.Alone(level.NodeCount);
            if (!new LocalMoving(level, groups, options.Resolution, meter).Run(random, options.MaxIterations))
            {
                break;
            }

            var count = Numbering.Compact(groups);
            Numbering.Follow(communities, groups);
            meter.Report();
            levels++;
            if (count == level.NodeCount)
            {
                break; // Nodes changed places and nothing was joined.
            }

            level = level.Grouped(groups, count, meter);
        }

        meter.Begin(1, 1);
        var partition = Partition.BySize(communities);
        return new CommunitiesResult(partition, Modularity.Of(graph, partition, options.Resolution, meter), levels);
    }
}
