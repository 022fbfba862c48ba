namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="Clustering"/>.</summary>
/// <param name="Coefficients">The local coefficient of each node, 0 to 1.</param>
/// <param name="Average">Their mean; 0 in an empty graph.</param>
/// <param name="Transitivity">The share of paths of two steps, directions not looked at, whose ends are neighbours; 0 when there are none. With Directed, weighted by ways: relations found over those possible.</param>
public sealed record ClusteringResult(double[] Coefficients, double Average, double Transitivity);
