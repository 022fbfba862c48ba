namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="Betweenness"/>.</summary>
/// <param name="Scores">The score of each node.</param>
/// <param name="Sources">How many nodes' paths were followed.</param>
/// <param name="IsExact">Whether those were all nodes.</param>
/// <param name="ErrorBound">With the wanted confidence no score is off by more than this, in the scores' own unit; 0 when exact. A bound for the worst graph: real errors are far smaller.</param>
public sealed record BetweennessResult(double[] Scores, int Sources, bool IsExact, double ErrorBound);
