namespace ThreeDb.Graphs;

/// <summary>Two nodes and how much speaks for them.</summary>
/// <param name="First">The node asked about; of pairs over a whole graph the smaller one, where they have no direction.</param>
/// <param name="Second">The other one.</param>
/// <param name="Score">The higher, the better.</param>
public readonly record struct ScoredPair(int First, int Second, double Score) : IComparable<ScoredPair>
{
    /// <summary>Better pairs come first: by score, then by the smaller nodes.</summary>
    public int CompareTo(ScoredPair other) =>
        Score != other.Score ? other.Score.CompareTo(Score) : First != other.First ? First.CompareTo(other.First) : Second.CompareTo(other.Second);

    /// <summary>Whether it comes before another.</summary>
    public static bool operator <(ScoredPair left, ScoredPair right) => left.CompareTo(right) < 0;

    /// <summary>Whether it comes after another.</summary>
    public static bool operator >(ScoredPair left, ScoredPair right) => left.CompareTo(right) > 0;

    /// <summary>Whether it does not come after another.</summary>
    public static bool operator <=(ScoredPair left, ScoredPair right) => left.CompareTo(right) <= 0;

    /// <summary>Whether it does not come before another.</summary>
    public static bool operator >=(ScoredPair left, ScoredPair right) => left.CompareTo(right) >= 0;
}
