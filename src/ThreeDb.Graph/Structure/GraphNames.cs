namespace ThreeDb.Graphs;

/// <summary>The names and details that the numbers in a graph stand for. Shared by all versions of it.</summary>
public sealed class GraphNames
{
    /// <summary>Types of entities.</summary>
    public NameTable EntityTypes { get; } = new(ushort.MaxValue);

    /// <summary>Types of relations.</summary>
    public NameTable RelationTypes { get; } = new(ushort.MaxValue);

    /// <summary>Projects.</summary>
    public NameTable Projects { get; } = new(int.MaxValue);

    /// <summary>Weights, times of validity and keys.</summary>
    public RelationDetails Details { get; } = new();
}
