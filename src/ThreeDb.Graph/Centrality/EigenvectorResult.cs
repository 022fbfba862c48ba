namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="Eigenvector"/>.</summary>
/// <param name="Scores">The score of each node; their squares add up to 1.</param>
/// <param name="Iterations">How many were run.</param>
/// <param name="Converged">Whether the tolerance was reached. On graphs without cycles it may never be.</param>
public sealed record EigenvectorResult(double[] Scores, int Iterations, bool Converged);
