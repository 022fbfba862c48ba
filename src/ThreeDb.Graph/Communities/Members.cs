namespace ThreeDb.Graphs;

/// <summary>The nodes of each group, one group after the other.</summary>
internal sealed class Members
{
    private readonly int[] _offsets;
    private readonly int[] _nodes;

    private Members(int[] offsets, int[] nodes) => (_offsets, _nodes) = (offsets, nodes);

    public ReadOnlySpan<int> Of(int group) => _nodes.AsSpan(_offsets[group], _offsets[group + 1] - _offsets[group]);

    /// <summary>The nodes in their own order, or in the order given.</summary>
    public static Members Of(int[] groups, int count, int[]? order = null)
    {
        var offsets = new int[count + 1];
        foreach (var group in groups)
        {
            offsets[group + 1]++;
        }

        for (var group = 0; group < count; group++)
        {
            offsets[group + 1] += offsets[group];
        }

        var next = offsets.AsSpan(0, count).ToArray();
        var nodes = new int[groups.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            var node = order is null ? i : order[i];
            nodes[next[groups[node]]++] = node;
        }

        return new Members(offsets, nodes);
    }
}
