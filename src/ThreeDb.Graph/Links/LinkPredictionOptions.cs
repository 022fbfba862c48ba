namespace ThreeDb.Graphs;

/// <summary>What <see cref="LinkPrediction"/> computes.</summary>
public sealed record LinkPredictionOptions
{
    /// <summary>The node that new neighbours are looked for; the best pairs of the whole graph when null.</summary>
    public int? Node { get; init; }

    /// <summary>The measure.</summary>
    public LinkMeasure Measure { get; init; } = LinkMeasure.AdamicAdar;

    /// <summary>
    /// Which relation is looked for. Out: whom the node may point at next, known from those it points at ("who to follow"). In: who may point at the node next.
    /// Any: directions are not looked at.
    /// </summary>
    public Direction Direction { get; init; } = Direction.Any;

    /// <summary>The most pairs to return, from 0.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>
    /// Nodes in between that lead to more nodes than this do not count: the work over a whole graph grows with the square of it. Preferential attachment has none in between.
    /// </summary>
    public int MaximumShared { get; init; } = int.MaxValue;
}
