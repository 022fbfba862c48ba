namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="KCore"/>.</summary>
/// <param name="Cores">The core number of each node.</param>
/// <param name="Degeneracy">The largest; 0 in an empty graph.</param>
public sealed record KCoreResult(int[] Cores, int Degeneracy);
