namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="Harmonic"/>.</summary>
/// <param name="Scores">The score of each node.</param>
public sealed record HarmonicResult(double[] Scores);
