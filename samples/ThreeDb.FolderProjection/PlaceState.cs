using ThreeDb.Projections;

namespace ThreeDb.Folders;

/// <summary>What <c>state.json</c> holds. It is replaced as a whole, so that a fence and a swap take effect at once or not at all.</summary>
/// <param name="Fence">The newest write that was taken.</param>
/// <param name="Copy">The folder that answers.</param>
/// <param name="Next">The folder that is built beside it, if one is.</param>
/// <param name="Database">The database that feeds it.</param>
internal sealed record PlaceState(Fence Fence, int Copy = 1, int? Next = null, string? Database = null)
{
    /// <summary>The same, for what a leader may do twice: begin, and drop.</summary>
    /// <exception cref="ProjectionFencedException">A newer leader has come.</exception>
    public PlaceState Required(Fence fence) => fence >= Fence ? this : throw new ProjectionFencedException($"The leader {fence} comes after {Fence}.");
}
