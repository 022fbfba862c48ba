namespace ThreeDb.Graphs;

/// <summary>What <see cref="SpanningForest"/> computes.</summary>
public sealed record SpanningForestOptions
{
    /// <summary>Whether the heaviest relations are wanted, and not the lightest.</summary>
    public bool Maximum { get; init; }
}
