using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>Fences that no leader has.</summary>
public static class Fences
{
    /// <summary>Newer than that of any leader: for who drops a copy that no leader will come back to.</summary>
    public static Fence Newest { get; } = new(int.MaxValue, long.MaxValue);
}
