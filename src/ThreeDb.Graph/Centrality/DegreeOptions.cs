namespace ThreeDb.Graphs;

/// <summary>What <see cref="Degree"/> counts.</summary>
public sealed record DegreeOptions
{
    /// <summary>Which relations: those that leave a node, those that arrive, or both.</summary>
    public Direction Direction { get; init; } = Direction.Any;

    /// <summary>Whether weights are added up where the graph has any; else relations are counted.</summary>
    public bool Weighted { get; init; }
}
