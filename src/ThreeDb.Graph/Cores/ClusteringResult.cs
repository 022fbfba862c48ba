namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="Clustering"/>.</summary>
/// <param name="Coefficients">The local coefficient of each node, 0 to 1.</param>
/// <param name="Average">Their mean; 0 in an empty graph.</param>
/// <param name="Transitivity">All relations found among neighbours over all those possible; 0 when none are. Undirected, the share of paths of two steps whose ends are neighbours.</param>
public sealed record ClusteringResult(double[] Coefficients, double Average, double Transitivity);
