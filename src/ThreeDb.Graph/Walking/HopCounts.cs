namespace ThreeDb.Graphs;

/// <summary>How many entities lie how far from a start.</summary>
/// <param name="ByDepth">The number at each number of steps; the first is the start itself.</param>
/// <param name="Truncated">Whether a cap left something out.</param>
public sealed record HopCounts(IReadOnlyList<int> ByDepth, bool Truncated)
{
    /// <summary>How many there are besides the start.</summary>
    public int Total => ByDepth.Sum() - ByDepth[0];
}
