namespace ThreeDb;

/// <summary>Which part of the graph to hand over whole.</summary>
public sealed record PartOptions
{
    /// <summary>Which entities and relations; all by default.</summary>
    public GraphSelection On { get; init; } = new();

    /// <summary>Only entities within <c>depth</c> steps of this one, itself among them; wherever they are when null. The way to them may lead through others.</summary>
    public string? Around { get; init; }

    /// <summary>Which way to follow relations from <c>around</c>, and only with it; default any.</summary>
    public Direction? Direction { get; init; }

    /// <summary>The largest number of steps from <c>around</c>, and only with it: 1 to 100; default 2.</summary>
    public int? Depth { get; init; }
}

/// <summary>A piece of a part of the graph: one of the three.</summary>
/// <param name="Node">An entity.</param>
/// <param name="Edge">A relation between two entities that came before.</param>
/// <param name="Note">What whoever asked may want to know, as a sentence.</param>
public sealed record GraphPiece(GraphNode? Node = null, GraphEdge? Edge = null, string? Note = null);
