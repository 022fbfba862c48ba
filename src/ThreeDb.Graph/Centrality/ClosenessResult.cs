namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="Closeness"/>.</summary>
/// <param name="Scores">The score of each node, 0 to 1.</param>
public sealed record ClosenessResult(double[] Scores);
