namespace ThreeDb.Graphs;

/// <summary>The weight of relations from somewhere to each group around it.</summary>
internal sealed class GroupWeights(int groups)
{
    private readonly double[] _weights = Absent(groups);
    private readonly int[] _seen = new int[groups];
    private int _seenCount;

    /// <summary>The groups that were seen, in the order in which they were.</summary>
    public ReadOnlySpan<int> Groups => _seen.AsSpan(0, _seenCount);

    /// <summary>The weight to a group; 0 when it was not seen.</summary>
    public double Of(int group) => Math.Max(0, _weights[group]);

    /// <summary>Adds the relations of a node, without self-loops.</summary>
    public void AddAround(Adjacency neighbours, int node, int[] groups)
    {
        var targets = neighbours.Of(node);
        var weights = neighbours.WeightsOf(node);
        if (weights.IsEmpty)
        {
            foreach (var target in targets)
            {
                if (target != node)
                {
                    Add(groups[target], 1);
                }
            }

            return;
        }

        for (var i = 0; i < targets.Length; i++)
        {
            if (targets[i] != node)
            {
                Add(groups[targets[i]], weights[i]);
            }
        }
    }

    /// <summary>Adds weight to one group.</summary>
    public void Add(int group, double weight)
    {
        ref var sum = ref _weights[group];
        if (sum < 0)
        {
            sum = 0;
            _seen[_seenCount++] = group;
        }

        sum += weight;
    }

    public void Clear()
    {
        foreach (var group in Groups)
        {
            _weights[group] = -1;
        }

        _seenCount = 0;
    }

    private static double[] Absent(int groups)
    {
        var weights = new double[groups];
        Array.Fill(weights, -1);
        return weights;
    }
}
