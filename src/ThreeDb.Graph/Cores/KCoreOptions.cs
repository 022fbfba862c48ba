namespace ThreeDb.Graphs;

/// <summary>What <see cref="KCore"/> computes.</summary>
public sealed record KCoreOptions
{
    /// <summary>Which neighbours hold a node in a core: those it points at (Out), those that point at it (In), or both.</summary>
    public Direction Direction { get; init; } = Direction.Any;
}
