namespace ThreeDb;

/// <summary>Which part of the graph to hand over whole.</summary>
public sealed record PartOptions
{
    /// <summary>Which entities and relations; all by default.</summary>
    public GraphSelection On { get; init; } = new();

    /// <summary>Only entities within <see cref="Depth"/> steps of this one, itself among them; wherever they are when null. The way to them may lead through others.</summary>
    public string? Around { get; init; }

    /// <summary>Which way to follow relations from <see cref="Around"/>; default any.</summary>
    public Direction Direction { get; init; } = Direction.Any;

    /// <summary>The largest number of steps from <see cref="Around"/>: 1 to 100; default 2.</summary>
    public int Depth { get; init; } = TraversalDefaults.NetworkDepth;
}

/// <summary>A piece of a part of the graph: one of the three.</summary>
/// <param name="Node">An entity.</param>
/// <param name="Edge">A relation between two entities that came before.</param>
/// <param name="Note">What whoever asked may want to know, as a sentence.</param>
public sealed record GraphPiece(GraphNode? Node = null, GraphEdge? Edge = null, string? Note = null);
