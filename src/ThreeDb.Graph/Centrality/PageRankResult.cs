namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="PageRank"/>.</summary>
/// <param name="Scores">The rank of each node; they add up to 1.</param>
/// <param name="Iterations">How many were run.</param>
/// <param name="Converged">Whether the tolerance was reached; false where none was given.</param>
/// <param name="Change">How much the ranks changed in the last iteration, added up.</param>
public sealed record PageRankResult(double[] Scores, int Iterations, bool Converged, double Change);
