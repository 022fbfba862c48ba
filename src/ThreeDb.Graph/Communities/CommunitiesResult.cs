namespace ThreeDb.Graphs;

/// <summary>Communities and how good they are.</summary>
/// <param name="Communities">The community of each node, numbered from the largest; of equal ones that with the smallest node is first.</param>
/// <param name="Modularity">As <see cref="Modularity"/> defines it, at the resolution that was asked for.</param>
/// <param name="Levels">How many levels there were, groups of groups counted each; 0 when no two nodes were joined.</param>
public sealed record CommunitiesResult(Partition Communities, double Modularity, int Levels);
