namespace ThreeDb.Graphs;

/// <summary>A graph whose nodes may stand for many: what Louvain and Leiden work on, level by level. Undirected.</summary>
internal sealed class LevelGraph
{
    private LevelGraph(Adjacency neighbours, double[] degrees)
    {
        (Neighbours, Degrees) = (neighbours, degrees);
        foreach (var degree in degrees)
        {
            DegreeSum += degree;
        }
    }

    public int NodeCount => Neighbours.NodeCount;

    /// <summary>The relations at both ends. Self-loops may stand there; they are to be passed over. There may be room behind the last.</summary>
    public Adjacency Neighbours { get; }

    /// <summary>The weight at each node; self-loops, and what lies within a node that stands for many, count twice.</summary>
    public double[] Degrees { get; }

    /// <summary>Twice the weight of all relations.</summary>
    public double DegreeSum { get; }

    public static LevelGraph Of(Subgraph graph, WorkBeat meter)
    {
        var neighbours = graph.Rows(Direction.Any, meter.Cancellation);
        var degrees = new double[graph.NodeCount];
        for (var node = 0; node < degrees.Length; node++)
        {
            var targets = neighbours.Of(node);
            var weights = neighbours.WeightsOf(node);
            meter.Add(targets.Length);
            for (var i = 0; i < targets.Length; i++)
            {
                var weight = weights.IsEmpty ? 1 : weights[i];
                degrees[node] += targets[i] == node ? 2 * weight : weight;
            }
        }

        return new LevelGraph(neighbours, degrees);
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
        var degrees = new double[count];
        var around = new GroupWeights(count);
        var place = 0;
        for (var group = 0; group < count; group++)
        {
            foreach (var node in members.Of(group))
            {
                meter.Add(Neighbours.Degree(node));
                around.AddAround(Neighbours, node, groups);
                degrees[group] += Degrees[node];
            }

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

        return new LevelGraph(new Adjacency(offsets, targets, weights), degrees);
    }
}
