namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="Degree"/>.</summary>
/// <param name="Scores">The degree of each node.</param>
/// <param name="Maximum">The largest; 0 in an empty graph.</param>
/// <param name="Average">The mean; 0 in an empty graph.</param>
public sealed record DegreeResult(double[] Scores, double Maximum, double Average);
