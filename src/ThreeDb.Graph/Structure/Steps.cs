namespace ThreeDb.Graphs;

/// <summary>The relations of one entity in one direction, in no order.</summary>
/// <param name="ends">The seqs of the entities at the other ends; they may be stubs.</param>
/// <param name="types">The types, beside the ends.</param>
/// <param name="details">The numbers of the details, beside the ends; empty when none has any.</param>
public readonly ref struct Steps(ReadOnlySpan<int> ends, SmallNumbers types, SmallNumbers details)
{
    /// <summary>The seqs of the entities at the other ends; they may be stubs.</summary>
    public ReadOnlySpan<int> Ends { get; } = ends;

    /// <summary>The types, beside the ends.</summary>
    public SmallNumbers Types { get; } = types;

    /// <summary>The numbers of the details, beside the ends; empty when none has any.</summary>
    public SmallNumbers Details { get; } = details;

    /// <summary>How many there are.</summary>
    public int Count => Ends.Length;

    /// <summary>The number of the detail of one of them.</summary>
    public int DetailOf(int i) => Details.IsEmpty ? 0 : Details[i];
}
