namespace ThreeDb.Graphs;

/// <summary>What <see cref="Triangles"/> counts.</summary>
public sealed record TrianglesOptions
{
    /// <summary>Nodes with more neighbours than this are left out, with their triangles.</summary>
    public int MaximumDegree { get; init; } = int.MaxValue;
}
