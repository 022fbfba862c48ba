namespace ThreeDb.Graphs;

/// <summary>Which entities lie how far from a start.</summary>
public sealed class HopSeqs
{
    private readonly int[] _seqs;
    private readonly int[] _offsets;

    internal HopSeqs(int[] seqs, int[] offsets, bool truncated)
    {
        _seqs = seqs;
        _offsets = offsets;
        Truncated = truncated;
    }

    /// <summary>Whether a cap left something out.</summary>
    public bool Truncated { get; }

    /// <summary>How many numbers of steps there are, 0 among them.</summary>
    public int DepthCount => _offsets.Length - 1;

    /// <summary>All, nearest first; the start is the first.</summary>
    public ReadOnlySpan<int> All => _seqs;

    /// <summary>The entities at a number of steps, in no order.</summary>
    public ReadOnlySpan<int> At(int depth) => _seqs.AsSpan(_offsets[depth], _offsets[depth + 1] - _offsets[depth]);
}
