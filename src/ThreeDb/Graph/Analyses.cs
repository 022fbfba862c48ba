using ThreeDb.Graphs;

namespace ThreeDb;

/// <summary>Runs algorithms by name.</summary>
internal static class Analyses
{
    // From that size on, what grows with the square of the graph is sampled unless somebody says otherwise.
    private const int ExactUpTo = 20_000;
    private const int UsualSamples = 1_000;

    // Hubs say little about who is alike or who is related next, and cost the square of their size.
    private const int Hub = 1_000;

    /// <param name="graph">What to look at.</param>
    /// <param name="request">Which algorithm, and how; checked.</param>
    /// <param name="from">The nodes that <see cref="AnalysisRequest.From"/> names.</param>
    /// <param name="run">Progress, seed, cancellation.</param>
    public static AnalysisOutcome Run(Subgraph graph, AnalysisRequest request, int[] from, AlgorithmRun run)
    {
        var direction = request.Direction ?? Direction.Any;
        switch (request.Algorithm)
        {
            case GraphAlgorithm.PageRank:
                var rank = PageRank.Run(graph, new PageRankOptions
                {
                    Damping = request.Damping, MaximumIterations = request.Iterations ?? 100, Tolerance = request.Tolerance,
                    Personalization = from, Weighted = request.Weighted, Direction = request.Direction ?? Direction.Out,
                }, run);
                return new AnalysisOutcome(rank.Scores, Facts(("iterations", rank.Iterations), ("converged", rank.Converged ? 1 : 0)));
            case GraphAlgorithm.Degree:
                var degree = Degree.Run(graph, new DegreeOptions { Direction = direction, Weighted = request.Weighted }, run);
                return new AnalysisOutcome(degree.Scores, Facts(("maximum", degree.Maximum), ("average", degree.Average)));
            case GraphAlgorithm.Closeness:
                return new AnalysisOutcome(Closeness.Run(graph, new ClosenessOptions { Direction = direction, Weighted = request.Weighted }, run).Scores, Facts());
            case GraphAlgorithm.Harmonic:
                return new AnalysisOutcome(Harmonic.Run(graph, new HarmonicOptions { Direction = direction, Weighted = request.Weighted }, run).Scores, Facts());
            case GraphAlgorithm.Betweenness:
                var exactUpTo = request.Samples is { } samples ? Math.Min(samples, ExactUpTo) : ExactUpTo;
                var between = Betweenness.Run(graph, new BetweennessOptions
                {
                    Undirected = direction == Direction.Any, ExactUpTo = exactUpTo, Samples = request.Samples ?? UsualSamples, Weighted = request.Weighted,
                }, run);
                return new AnalysisOutcome(between.Scores, Facts(("sources", between.Sources), ("exact", between.IsExact ? 1 : 0), ("errorBound", between.ErrorBound)));
            case GraphAlgorithm.Eigenvector:
                var eigen = Eigenvector.Run(graph, new EigenvectorOptions
                {
                    MaximumIterations = request.Iterations ?? 100, Tolerance = request.Tolerance, Weighted = request.Weighted, Direction = direction,
                }, run);
                return new AnalysisOutcome(eigen.Scores, Facts(("iterations", eigen.Iterations), ("converged", eigen.Converged ? 1 : 0)));
            case GraphAlgorithm.KCore:
                var cores = KCore.Run(graph, new KCoreOptions { Direction = direction }, run);
                return new AnalysisOutcome(Array.ConvertAll(cores.Cores, core => (double)core), Facts(("degeneracy", cores.Degeneracy)));
            case GraphAlgorithm.Triangles:
                var triangles = Triangles.Run(graph, new TrianglesOptions(), run);
                return new AnalysisOutcome(Array.ConvertAll(triangles.Counts, count => (double)count), Facts(("triangles", triangles.Total)));
            case GraphAlgorithm.Clustering:
                var clustering = Clustering.Run(graph, new ClusteringOptions(), run);
                return new AnalysisOutcome(clustering.Coefficients, Facts(("average", clustering.Average), ("transitivity", clustering.Transitivity)));
            default:
                return InGroups(graph, request, run) ?? InPairs(graph, request, direction, run);
        }
    }

    private static AnalysisOutcome? InGroups(Subgraph chosen, AnalysisRequest request, AlgorithmRun run)
    {
        var graph = request.Weighted ? chosen : chosen.Unweighted;
        switch (request.Algorithm)
        {
            case GraphAlgorithm.WeakComponents:
                return Groups(WeakComponents.Run(graph, new WeakComponentsOptions(), run).Components, "components");
            case GraphAlgorithm.StrongComponents:
                return Groups(StrongComponents.Run(graph, new StrongComponentsOptions(), run).Components, "components");
            case GraphAlgorithm.LabelPropagation:
                var labels = LabelPropagation.Run(graph, new LabelPropagationOptions { Iterations = request.Iterations ?? 10 }, run);
                return Groups(labels.Communities, "communities", ("iterations", labels.Iterations), ("converged", labels.HasConverged ? 1 : 0));
            case GraphAlgorithm.Louvain:
                var louvain = Louvain.Run(graph, new LouvainOptions { Resolution = request.Resolution, MaxIterations = request.Iterations ?? 100 }, run);
                return Groups(louvain.Communities, "communities", ("modularity", louvain.Modularity), ("levels", louvain.Levels));
            case GraphAlgorithm.Leiden:
                var leiden = Leiden.Run(graph, new LeidenOptions { Resolution = request.Resolution, Iterations = request.Iterations ?? 2 }, run);
                return Groups(leiden.Communities, "communities", ("modularity", leiden.Modularity), ("levels", leiden.Levels));
            default:
                return null;
        }
    }

    private static AnalysisOutcome InPairs(Subgraph graph, AnalysisRequest request, Direction direction, AlgorithmRun run)
    {
        if (request.Algorithm == GraphAlgorithm.SpanningForest)
        {
            var forest = SpanningForest.Run(graph, new SpanningForestOptions { Maximum = request.Maximum }, run);
            return new AnalysisOutcome(null, Facts(("trees", forest.Trees), ("relations", forest.Sources.Length), ("weight", forest.TotalWeight)))
            {
                Pairs = [.. Enumerable.Range(0, Math.Min(request.Limit, forest.Sources.Length)).Select(i => new ScoredPair(forest.Sources[i], forest.Targets[i], forest.Weights[i]))],
            };
        }

        if (request.Algorithm == GraphAlgorithm.LinkPrediction)
        {
            var foretold = LinkPrediction.Run(graph, new LinkPredictionOptions { Measure = request.LinkMeasure, Direction = direction, Limit = request.Limit, MaximumShared = Hub }, run);
            return new AnalysisOutcome(null, Facts(("pairs", foretold.Pairs.Length))) { Pairs = foretold.Pairs };
        }

        var found = NodeSimilarity.Run(graph, new NodeSimilarityOptions
        {
            Measure = request.Measure, Direction = direction, Limit = request.Limit, MinimumDegree = 2, MaximumShared = Hub,
        }, run);
        return new AnalysisOutcome(null, Facts(("pairs", found.Pairs.Length))) { Pairs = found.Pairs };
    }

    private static AnalysisOutcome Groups(Partition groups, string name, params ReadOnlySpan<(string Name, double Value)> facts) =>
        new(ScoresOf(groups), Facts([(name, groups.Count), ("largest", groups.Count == 0 ? 0 : groups.Sizes.ToArray().Max()), .. facts])) { Groups = groups };

    private static double[] ScoresOf(Partition groups)
    {
        var scores = new double[groups.Groups.Length];
        for (var node = 0; node < scores.Length; node++)
        {
            scores[node] = groups.Groups[node];
        }

        return scores;
    }

    private static Dictionary<string, double> Facts(params ReadOnlySpan<(string Name, double Value)> facts)
    {
        var named = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in facts)
        {
            named[name] = value;
        }

        return named;
    }
}
