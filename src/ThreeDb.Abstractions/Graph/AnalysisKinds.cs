namespace ThreeDb;

/// <summary>What the results of algorithms look like.</summary>
public static class AnalysisKinds
{
    /// <summary>Whether it puts every entity into a group, whose number is its score.</summary>
    public static bool HasGroups(GraphAlgorithm algorithm) =>
        algorithm is GraphAlgorithm.WeakComponents or GraphAlgorithm.StrongComponents or GraphAlgorithm.LabelPropagation or GraphAlgorithm.Louvain or GraphAlgorithm.Leiden;

    /// <summary>Whether it finds pairs or relations, and gives entities nothing.</summary>
    public static bool HasNoScores(GraphAlgorithm algorithm) => algorithm is GraphAlgorithm.SpanningForest or GraphAlgorithm.Similarity or GraphAlgorithm.LinkPrediction;
}
