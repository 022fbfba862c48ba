namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="LinkPrediction"/>.</summary>
/// <param name="Pairs">Nodes and their candidates with a score above 0, best first, then by node.</param>
public sealed record LinkPredictionResult(ScoredPair[] Pairs);
