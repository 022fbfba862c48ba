namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="Triangles"/>.</summary>
/// <param name="Counts">The triangles that each node is part of.</param>
/// <param name="Total">The triangles of the graph, each counted once.</param>
public sealed record TrianglesResult(long[] Counts, long Total);
