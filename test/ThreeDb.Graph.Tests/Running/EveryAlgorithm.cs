using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>Every algorithm on ranks, cores, links and trees with what makes it work long, for tests of what all of them have to keep.</summary>
public static class EveryAlgorithm
{
    private static readonly Dictionary<string, Func<Subgraph, AlgorithmRun, object>> All = new()
    {
        ["PageRank"] = (graph, run) => PageRank.Run(graph, new PageRankOptions { MaximumIterations = 200, Tolerance = 0 }, run),
        ["PageRank, personalised, both ways"] = (graph, run) =>
            PageRank.Run(graph, new PageRankOptions { Direction = Direction.Any, Personalization = [0], MaximumIterations = 30, Tolerance = 0 }, run),
        ["Degree"] = (graph, run) => Degree.Run(graph, new DegreeOptions { Weighted = true }, run),
        ["Closeness"] = (graph, run) => Closeness.Run(graph, new ClosenessOptions(), run),
        ["Harmonic"] = (graph, run) => Harmonic.Run(graph, new HarmonicOptions(), run),
        ["Betweenness"] = (graph, run) => Betweenness.Run(graph, new BetweennessOptions { ExactUpTo = int.MaxValue }, run),
        ["Betweenness, sampled"] = (graph, run) => Betweenness.Run(graph, new BetweennessOptions { ExactUpTo = 0, Samples = 500, Undirected = true }, run),
        ["Closeness, weighted"] = (graph, run) => Closeness.Run(graph, new ClosenessOptions { Weighted = true }, run),
        ["Betweenness, weighted"] = (graph, run) => Betweenness.Run(graph, new BetweennessOptions { ExactUpTo = 0, Samples = 1000, Weighted = true }, run),
        ["Eigenvector"] = (graph, run) => Eigenvector.Run(graph, new EigenvectorOptions { Tolerance = 0 }, run),
        ["KCore"] = (graph, run) => KCore.Run(graph, new KCoreOptions(), run),
        ["Triangles"] = (graph, run) => Triangles.Run(graph, new TrianglesOptions(), run),
        ["Clustering"] = (graph, run) => Clustering.Run(graph, new ClusteringOptions(), run),
        ["Clustering, directed"] = (graph, run) => Clustering.Run(graph, new ClusteringOptions { Directed = true }, run),
        ["NodeSimilarity, all"] = (graph, run) => NodeSimilarity.Run(graph, new NodeSimilarityOptions { Limit = 1000 }, run),
        ["NodeSimilarity, one"] = (graph, run) => NodeSimilarity.Run(graph, new NodeSimilarityOptions { Node = 0, Measure = SimilarityMeasure.AdamicAdar }, run),
        ["LinkPrediction"] = (graph, run) => LinkPrediction.Run(graph, new LinkPredictionOptions { Node = 0 }, run),
        ["LinkPrediction, all"] = (graph, run) => LinkPrediction.Run(graph, new LinkPredictionOptions { Limit = 1000, MaximumShared = 1000 }, run),
        ["LinkPrediction, all, best connected"] = (graph, run) =>
            LinkPrediction.Run(graph, new LinkPredictionOptions { Limit = 1000, Measure = LinkMeasure.PreferentialAttachment, Direction = Direction.Out }, run),
        ["LinkPrediction, best connected"] = (graph, run) =>
            LinkPrediction.Run(graph, new LinkPredictionOptions { Node = 0, Measure = LinkMeasure.PreferentialAttachment }, run),
        ["SpanningForest"] = (graph, run) => SpanningForest.Run(graph, new SpanningForestOptions(), run),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static object Run(string name, Subgraph graph, AlgorithmRun run) => All[name](graph, run);
}
