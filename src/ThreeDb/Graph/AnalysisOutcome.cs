using ThreeDb.Graphs;

namespace ThreeDb;

/// <summary>What an algorithm found, in nodes of its sub-graph.</summary>
/// <param name="Scores">The score of each node; for components and communities the number of its group; null when there are only pairs.</param>
/// <param name="Summary">Facts about the whole.</param>
internal sealed record AnalysisOutcome(double[]? Scores, IReadOnlyDictionary<string, double> Summary)
{
    /// <summary>The groups, for components and communities.</summary>
    public Partition? Groups { get; init; }

    /// <summary>Pairs of nodes, best first.</summary>
    public IReadOnlyList<ScoredPair> Pairs { get; init; } = [];
}
