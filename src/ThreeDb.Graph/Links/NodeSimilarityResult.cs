namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="NodeSimilarity"/>.</summary>
/// <param name="Pairs">The pairs that share a neighbour, best first, then by node.</param>
public sealed record NodeSimilarityResult(ScoredPair[] Pairs);
