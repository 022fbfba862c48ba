namespace ThreeDb.Graphs;

/// <summary>A graph whose nodes may stand for many: what Louvain and Leiden work on, level by level. Undirected.</summary>
internal sealed class LevelGraph
{
    private LevelGraph(Adjacency neighbours, double[] degrees, double[] loops)
    {
        (Neighbours, Degrees, Loops) = (neighbours, degrees, loops);
        foreach (var degree in degrees)
        {
            DegreeSum += degree;
        }
    }

    public int NodeCount => Neighbours.NodeCount;

    /// <summary>The relations at both ends. Self-loops may stand there; they are to be passed over. There may be room behind the last.</summary>
    public Adjacency Neighbours { get; }

    /// <summary>The weight at each node; self-loops count twice.</summary>
    public double[] Degrees { get; }

    /// <summary>The weight of the self-loops of each node, counted twice.</summary>
    public double[] Loops { get; }

    /// <summary>Twice the weight of all relations.</summary>
    public double DegreeSum { get; }

    public static LevelGraph Of(Subgraph graph, WorkBeat meter)
    {
        var neighbours = graph.Undirected;
        var (degrees, loops) = (new double[graph.NodeCount], new double[graph.NodeCount]);
        for (var node = 0; node < degrees.Length; node++)
        {
            var targets = neighbours.Of(node);
            var weights = neighbours.WeightsOf(node);
            meter.Add(targets.Length);
            for (var i = 0; i < targets.Length; i++)
            {
                var weight = weights.IsEmpty ? 1 : weights[i];
                degrees[node] += weight;
                loops[node] += targets[i] == node ? weight : 0;
            }

            degrees[node] += loops[node];
            loops[node] *= 2;
        }

        return new LevelGraph(neighbours, degrees, loops);
    }

    /// <summary>The graph whose nodes are groups of these.</summary>
    /// <param name="groups">The group of each node, from 0.</param>
    /// <param name="count">The number of groups.</param>
    /// <param name="meter">Reports.</param>
    public LevelGraph Grouped(int[] groups, int count, WorkBeat meter)
    {
        var members = Members.Of(groups, count);
        meter.Report();

        // Often far too much: what is never touched is never given by the system, and to copy it would make the run silent.
        var capacity = (int)Math.Min(Neighbours.Targets.Length, (long)count * (count - 1));
        var (offsets, targets, weights) = (new int[count + 1], GC.AllocateUninitializedArray<int>(capacity), GC.AllocateUninitializedArray<double>(capacity));
        var (degrees, loops) = (new double[count], new double[count]);
        var around = new GroupWeights(count);
        var place = 0;
        for (var group = 0; group < count; group++)
        {
            foreach (var node in members.Of(group))
            {
                meter.Add(Neighbours.Degree(node));
                around.AddAround(Neighbours, node, groups);
                degrees[group] += Degrees[node];
                loops[group] += Loops[node];
            }

            loops[group] += around.Of(group);
            foreach (var other in around.Groups)
            {
                if (other != group)
                {
                    (targets[place], weights[place]) = (other, around.Of(other));
                    place++;
                }
            }

            around.Clear();
            offsets[group + 1] = place;
        }

        return new LevelGraph(new Adjacency(offsets, targets, weights), degrees, loops);
    }
}
