namespace ThreeDb;

/// <summary>What the results of algorithms look like.</summary>
public static class AnalysisKinds
{
    /// <summary>Whether it finds pairs or relations, and gives entities nothing.</summary>
    public static bool HasNoScores(GraphAlgorithm algorithm) => algorithm is GraphAlgorithm.SpanningForest or GraphAlgorithm.Similarity or GraphAlgorithm.LinkPrediction;
}
