namespace ThreeDb.Graphs;

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
