namespace ThreeDb.Graphs;

/// <summary>The communities of one run of Leiden, from one iteration to the next. Owned by <see cref="Leiden"/>.</summary>
internal sealed class LeidenState(Subgraph graph, LeidenOptions options, Random random, WorkBeat meter)
{
    private readonly LevelGraph _whole = LevelGraph.Of(graph, meter);

    /// <summary>The community of each node, less than there are nodes.</summary>
    public int[] Communities { get; } = DisjointSets.Alone(graph.NodeCount);

    /// <summary>The most levels that an iteration had.</summary>
    public int Levels { get; private set; }

    /// <summary>Goes up the levels once. Whether a node moved.</summary>
    public bool Improve(int iteration)
    {
        var level = _whole;
        var nodes = DisjointSets.Alone(_whole.NodeCount); // Each node's node in the level.
        int[] groups = [.. Communities];
        var (moved, depth) = (false, 0);
        while (true)
        {
            Begin(iteration, depth);
            moved |= new LocalMoving(level, groups, options.Resolution, meter).Run(random, options.MaxIterations);
            var count = Numbering.Compact(groups);
            meter.Report();
            if (count == level.NodeCount)
            {
                break; // Every community is one node, and so connected.
            }

            if (++depth == options.MaxLevels)
            {
                break;
            }

            var refined = new Refinement(level, groups, options, meter).Run(count, random);
            var refinedCount = Numbering.Compact(refined);
            if (refinedCount == level.NodeCount)
            {
                break; // Nothing in the communities is well connected: there is no further level.
            }

            level = level.Grouped(refined, refinedCount, meter);
            Numbering.Follow(nodes, refined);
            meter.Report();
            groups = Above(groups, refined, refinedCount);
        }

        Levels = Math.Max(Levels, depth);
        nodes.CopyTo(Communities, 0);
        Numbering.Follow(Communities, groups);
        return moved;
    }

    /// <summary>Makes each connected part a community of its own, which gains: a bound, or a level that could not be refined, may have left some in parts.</summary>
    public void Separate()
    {
        meter.Report();
        var parents = DisjointSets.Alone(Communities.Length);
        for (var node = 0; node < Communities.Length; node++)
        {
            meter.Add(_whole.Neighbours.Degree(node));
            foreach (var neighbour in _whole.Neighbours.Of(node))
            {
                if (neighbour < node && Communities[neighbour] == Communities[node])
                {
                    DisjointSets.Join(parents, node, neighbour);
                }
            }
        }

        DisjointSets.Flatten(parents, 0, parents.Length);
        parents.CopyTo(Communities, 0);
        meter.Report();
    }

    // Each level is taken for as much work as all that follow.
    private void Begin(int iteration, int depth) =>
        meter.Begin((iteration + 1 - Math.Pow(0.5, depth)) / options.Iterations, (iteration + 1 - Math.Pow(0.5, depth + 1)) / options.Iterations);

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
}
