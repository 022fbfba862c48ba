namespace ThreeDb.Graphs;

/// <summary>The components of a graph.</summary>
/// <param name="Components">The component of each node, numbered in the order of their smallest nodes.</param>
public sealed record ComponentsResult(Partition Components);
