namespace ThreeDb.Graphs;

/// <summary>How many relations of each type have a weight below 0 (or none that is a number). Never changes.</summary>
internal sealed class NegativeWeights
{
    private readonly int[] _counts;
    private readonly bool _any;

    private NegativeWeights(int[] counts)
    {
        _counts = counts;
        _any = counts.AsSpan().ContainsAnyExcept(0);
    }

    public static NegativeWeights None { get; } = new([]);

    /// <summary>Counts them among relations.</summary>
    /// <param name="types">The types.</param>
    /// <param name="numbers">The numbers of the details, beside them; empty when none has any.</param>
    /// <param name="details">What stands behind these.</param>
    public static NegativeWeights Of(ReadOnlySpan<ushort> types, ReadOnlySpan<int> numbers, RelationDetails details)
    {
        if (!details.HasNegativeWeights)
        {
            return None;
        }

        var counts = new Dictionary<int, int>();
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] != 0 && details[numbers[i]].IsNegative)
            {
                counts[types[i]] = counts.GetValueOrDefault(types[i]) + 1;
            }
        }

        return None.With(counts);
    }

    /// <summary>With more or fewer of some types.</summary>
    /// <param name="changes">How many more, by the number of the type.</param>
    public NegativeWeights With(IReadOnlyDictionary<int, int> changes)
    {
        if (changes.Count == 0)
        {
            return this;
        }

        var counts = _counts.ToArray();
        Array.Resize(ref counts, Math.Max(counts.Length, changes.Keys.Max() + 1));
        foreach (var (type, by) in changes)
        {
            counts[type] += by;
        }

        return new NegativeWeights(counts);
    }

    /// <summary>Whether any relation of some types has one.</summary>
    /// <param name="types">The numbers of the types; empty for all. Unknown ones have none.</param>
    public bool AnyOf(IReadOnlyList<int> types) => _any && (types.Count == 0 || types.Any(type => CountOf(type) > 0));

    /// <summary>How many relations of a type have one.</summary>
    public int CountOf(int type) => (uint)type < (uint)_counts.Length ? _counts[type] : 0;
}
