namespace ThreeDb.Graphs;

/// <summary>
/// Communities by modularity (Blondel and others 2008): nodes move one by one to the community that gains most, communities become nodes, and so on;
/// then single nodes once more, from the communities found (Rotta and Noack 2011): where communities are weak, that finds a fifth more. Direction is not
/// looked at; weights, self-loops and parallel relations count as in <see cref="Modularity"/>. A community may be in parts that nothing joins;
/// <see cref="Leiden"/>'s are not.
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
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Ascents, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLevels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxIterations, 1);
        CommunitySettings.CheckWeights(graph);
        run.Report(0);
        var meter = new WorkBeat(run);
        var random = new Random(run.Seed);
        var (whole, communities) = (LevelGraph.Of(graph, meter), DisjointSets.Alone(graph.NodeCount));
        var (ascents, levels) = (0, 0);
        while (ascents < options.Ascents && Ascend(whole, communities, options, random, meter, ascents) is > 0 and var reached)
        {
            (ascents, levels) = (ascents + 1, Math.Max(levels, reached));
        }

        meter.Begin(1, 1);
        var partition = Partition.BySize(communities, run.Cancellation);
        return new CommunitiesResult(partition, Modularity.Of(graph, partition, options.Resolution, meter), levels);
    }

    // How many levels there were; 0 when no node moved in the lowest: what was joined above stays as it is.
    private static int Ascend(LevelGraph whole, int[] communities, LouvainOptions options, Random random, WorkBeat meter, int ascent)
    {
        var (level, groups, levels) = (whole, (int[])[.. communities], 0);
        while (levels < options.MaxLevels)
        {
            // Each level is much smaller than the one before, and each ascent after the first finds little to do.
            var done = 1 - Math.Pow(0.5, ascent + levels);
            meter.Begin(done, 1 - ((1 - done) / 2));
            if (!new LocalMoving(level, groups, options.Resolution, meter).Run(random, options.MaxIterations))
            {
                break;
            }

            var count = Numbering.Compact(groups);
            if (levels++ == 0)
            {
                groups.CopyTo(communities, 0);
            }
            else
            {
                Numbering.Follow(communities, groups);
            }

            meter.Report();
            if (count == level.NodeCount)
            {
                break; // Nodes changed places and nothing was joined.
            }

            level = level.Grouped(groups, count, meter);
            groups = DisjointSets.Alone(count);
        }

        return levels;
    }
}
