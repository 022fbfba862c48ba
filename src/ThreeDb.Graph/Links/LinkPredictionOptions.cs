namespace ThreeDb.Graphs;

/// <summary>What speaks for a relation between two nodes that have none (Liben-Nowell and Kleinberg 2007).</summary>
public enum LinkMeasure
{
    /// <summary>The number of nodes in between.</summary>
    CommonNeighbors,

    /// <summary>The nodes in between, each 1 / ln(its number of neighbours).</summary>
    AdamicAdar,

    /// <summary>The nodes in between, each 1 / its number of neighbours (Zhou, Lü and Zhang 2009).</summary>
    ResourceAllocation,

    /// <summary>The product of the two nodes' numbers of neighbours; needs none in between.</summary>
    PreferentialAttachment,
}

/// <summary>What <see cref="LinkPrediction"/> computes.</summary>
public sealed record LinkPredictionOptions
{
    /// <summary>The node that new neighbours are looked for.</summary>
    public required int Node { get; init; }

    /// <summary>The measure.</summary>
    public LinkMeasure Measure { get; init; } = LinkMeasure.AdamicAdar;

    /// <summary>
    /// Which relation is looked for. Out: whom the node may point at next, known from those it points at ("who to follow"). In: who may point at the node next.
    /// Any: directions are not looked at.
    /// </summary>
    public Direction Direction { get; init; } = Direction.Any;

    /// <summary>The most candidates to return, from 0.</summary>
    public int Limit { get; init; } = 10;
}
