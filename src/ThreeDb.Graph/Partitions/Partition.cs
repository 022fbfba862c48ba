namespace ThreeDb.Graphs;

/// <summary>Every node in one group: components or communities. Never changes.</summary>
public sealed class Partition
{
    private readonly int[] _groups;
    private readonly int[] _sizes;

    private Partition(int[] groups, int[] sizes)
    {
        _groups = groups;
        _sizes = sizes;
    }

    /// <summary>The number of groups; none is empty.</summary>
    public int Count => _sizes.Length;

    /// <summary>The group of each node, from 0.</summary>
    public ReadOnlySpan<int> Groups => _groups;

    /// <summary>How many nodes each group has.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>The groups numbered in the order of their smallest nodes.</summary>
    /// <param name="labels">Any label for each node, from 0 to one less than there are nodes; the same for the nodes of a group.</param>
    /// <param name="cancellationToken">Stops within 50 ms.</param>
    public static Partition InOrderOfNodes(ReadOnlySpan<int> labels, CancellationToken cancellationToken = default)
    {
        var pulse = new WalkPulse(cancellationToken);
        var numbers = new int[labels.Length];
        Array.Fill(numbers, -1);
        var groups = new int[labels.Length];
        var sizes = new List<int>();
        for (var node = 0; node < labels.Length; node++)
        {
            pulse.At(node);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)labels[node], (uint)labels.Length, nameof(labels));
            ref var number = ref numbers[labels[node]];
            if (number < 0)
            {
                number = sizes.Count;
                sizes.Add(0);
            }

            groups[node] = number;
            sizes[number]++;
        }

        return new Partition(groups, [.. sizes]);
    }

    /// <summary>The trees of a forest, numbered in the order of their roots. Keeps the array and changes it.</summary>
    /// <param name="parents">The parent of each node, never larger than the node; a root's is itself.</param>
    internal static Partition OfForest(int[] parents)
    {
        var sizes = new List<int>();
        var (last, run) = (-1, 0);
        for (var node = 0; node < parents.Length; node++)
        {
            // A parent comes before its children, and its place holds the number by then.
            var parent = parents[node];
            var number = parent == node ? sizes.Count : parents[parent];
            parents[node] = number;
            if (parent == node)
            {
                sizes.Add(0);
            }

            if (number != last)
            {
                AddRun();
                (last, run) = (number, 0);
            }

            run++;
        }

        AddRun();
        return new Partition(parents, [.. sizes]);

        // Neighbours are mostly of one group: counted together, they do not wait for one another.
        void AddRun()
        {
            if (run > 0)
            {
                sizes[last] += run;
            }
        }
    }

    /// <summary>The groups numbered from the largest; of equal ones that with the smallest node is first.</summary>
    /// <param name="labels">As for <see cref="InOrderOfNodes"/>.</param>
    /// <param name="cancellationToken">Stops within 50 ms.</param>
    public static Partition BySize(ReadOnlySpan<int> labels, CancellationToken cancellationToken = default)
    {
        var pulse = new WalkPulse(cancellationToken);
        var ordered = InOrderOfNodes(labels, cancellationToken);
        var next = FirstOfEachSize(ordered._sizes, pulse);
        var numbers = new int[ordered.Count];
        var sizes = new int[ordered.Count];
        for (var group = 0; group < numbers.Length; group++)
        {
            pulse.At(group);
            var size = ordered._sizes[group];
            numbers[group] = next[size]++;
            sizes[numbers[group]] = size;
        }

        var groups = ordered._groups;
        for (var node = 0; node < groups.Length; node++)
        {
            pulse.At(node);
            groups[node] = numbers[groups[node]];
        }

        return new Partition(groups, sizes);
    }

    // The number of the first group of each size, by counting: the larger ones come before it.
    private static int[] FirstOfEachSize(int[] sizes, WalkPulse pulse)
    {
        var largest = 0;
        foreach (var size in sizes)
        {
            largest = Math.Max(largest, size);
        }

        var counts = new int[largest + 1];
        for (var group = 0; group < sizes.Length; group++)
        {
            pulse.At(group);
            counts[sizes[group]]++;
        }

        var first = 0;
        for (var size = largest; size >= 0; size--)
        {
            (counts[size], first) = (first, first + counts[size]);
        }

        return counts;
    }
}
