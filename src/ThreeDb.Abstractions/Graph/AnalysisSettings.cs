using static ThreeDb.GraphAlgorithm;

namespace ThreeDb;

/// <summary>Which algorithms look at which setting. What an algorithm does not look at is refused unless it is as it usually is.</summary>
internal static class AnalysisSettings
{
    private static readonly AnalysisRequest Usual = new() { Algorithm = PageRank };
    private static readonly GraphAlgorithm[] Ranks = [PageRank];
    private static readonly GraphAlgorithm[] Settling = [PageRank, Eigenvector];
    private static readonly GraphAlgorithm[] Modular = [Louvain, Leiden];

    /// <summary>The settings that are not as they usually are, and the algorithms that look at each.</summary>
    public static IEnumerable<(string Name, GraphAlgorithm[] LookedAtBy)> Given(AnalysisRequest request)
    {
        (string, bool, GraphAlgorithm[])[] settings =
        [
            ("damping", request.Damping != Usual.Damping, Ranks),
            ("iterations", request.Iterations is not null, [PageRank, Eigenvector, LabelPropagation, Louvain, Leiden]),
            ("tolerance", request.Tolerance != Usual.Tolerance, Settling),
            ("resolution", request.Resolution != Usual.Resolution, Modular),
            ("samples", request.Samples is not null, [Betweenness]),
            ("from", request.From.Count > 0, Ranks),
            ("direction", request.Direction is not null, [PageRank, Degree, Closeness, Harmonic, Betweenness, Eigenvector, KCore, Similarity, LinkPrediction]),
            ("weighted", request.Weighted, [PageRank, Degree, Closeness, Harmonic, Betweenness, Eigenvector, Louvain, Leiden, SpanningForest]),
            ("measure", request.Measure != Usual.Measure, [Similarity]),
            ("linkMeasure", request.LinkMeasure != Usual.LinkMeasure, [LinkPrediction]),
            ("maximum", request.Maximum, [SpanningForest]),
        ];
        return settings.Where(setting => setting.Item2).Select(setting => (setting.Item1, setting.Item3));
    }
}
