namespace ThreeDb.Graphs;

/// <summary>
/// Communities by modularity that are connected in themselves (Traag, Waltman, van Eck 2019): as <see cref="Louvain"/>, but communities are refined
/// before they become nodes. Weights, self-loops and parallel relations count as in <see cref="Modularity"/>; direction is not looked at.
/// </summary>
public static class Leiden
{
    /// <summary>Finds communities. One thread; order and chance come from the seed. Nodes without relations are alone.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Settings.</param>
    /// <param name="run">Controls.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or a setting is out of range.</exception>
    public static CommunitiesResult Run(Subgraph graph, LeidenOptions options, AlgorithmRun run)
    {
        Check(options);
        CommunitySettings.CheckWeights(graph);
        run.Report(0);
        var meter = new WorkBeat(run);
        var random = new Random(run.Seed);
        var whole = LevelGraph.Of(graph, meter);
        var communities = DisjointSets.Alone(graph.NodeCount);
        var levels = 0;
        for (var iteration = 0; iteration < options.Iterations; iteration++)
        {
            if (!Improve(whole, communities, options, random, meter, ref levels))
            {
                break;
            }

            Separate(whole, communities, meter);
            meter.Done = (iteration + 1d) / options.Iterations;
        }

        var partition = Partition.BySize(communities);
        return new CommunitiesResult(partition, Modularity.Of(graph, partition, options.Resolution, meter), levels);
    }

    private static void Check(LeidenOptions options)
    {
        CommunitySettings.CheckResolution(options.Resolution);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Iterations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLevels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxIterations, 1);
        if (!double.IsFinite(options.Randomness) || options.Randomness <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Randomness, "The randomness is a finite number above 0.");
        }
    }

    // Goes up the levels once. Whether a node moved.
    private static bool Improve(LevelGraph whole, int[] communities, LeidenOptions options, Random random, WorkBeat meter, ref int levels)
    {
        var level = whole;
        var nodes = DisjointSets.Alone(whole.NodeCount); // Each node's node in the level.
        int[] groups = [.. communities];
        var (moved, depth) = (false, 0);
        while (true)
        {
            moved |= new LocalMoving(level, groups, options.Resolution, meter).Run(random, options.MaxIterations);
            var count = Numbering.Compact(groups);
            if (count == level.NodeCount || depth == options.MaxLevels - 1)
            {
                depth += count == level.NodeCount ? 0 : 1;
                break;
            }

            depth++;
            var refined = new Refinement(level, groups, options, meter).Run(count, random);
            var refinedCount = Numbering.Compact(refined);
            if (refinedCount == level.NodeCount)
            {
                break; // Nothing in the communities is well connected: there is no further level.
            }

            level = level.Grouped(refined, refinedCount, meter);
            Numbering.Follow(nodes, refined);
            groups = Above(groups, refined, refinedCount);
        }

        levels = Math.Max(levels, depth);
        for (var node = 0; node < nodes.Length; node++)
        {
            communities[node] = groups[nodes[node]];
        }

        return moved;
    }

    // The community of each refined group: that of its nodes.
    private static int[] Above(int[] groups, int[] refined, int count)
    {
        var above = new int[count];
        for (var node = 0; node < refined.Length; node++)
        {
            above[refined[node]] = groups[node];
        }

        return above;
    }

    // Moves in the last level may have left a community in parts, when a bound ended it: each part gains by being a community of its own.
    private static void Separate(LevelGraph whole, int[] communities, WorkBeat meter)
    {
        var parents = DisjointSets.Alone(communities.Length);
        for (var node = 0; node < communities.Length; node++)
        {
            meter.Add(whole.Neighbours.Degree(node));
            foreach (var neighbour in whole.Neighbours.Of(node))
            {
                if (neighbour < node && communities[neighbour] == communities[node])
                {
                    DisjointSets.Join(parents, node, neighbour);
                }
            }
        }

        DisjointSets.Flatten(parents, 0, parents.Length);
        parents.CopyTo(communities, 0);
    }
}
