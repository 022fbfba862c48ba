namespace ThreeDb.Graphs;

/// <summary>
/// Nodes with the same neighbours: those most like one node, or the most alike pairs of all. Only pairs that share a neighbour are looked at, and none is compared
/// with itself. Self-loops count for nothing and parallel relations once; weights are not looked at.
/// </summary>
public static class NodeSimilarity
{
    /// <summary>Finds the pairs.</summary>
    /// <exception cref="ThreeDbException">TDB1017: an option is out of range or the node does not exist.</exception>
    public static NodeSimilarityResult Run(Subgraph graph, NodeSimilarityOptions options, AlgorithmRun run)
    {
        AlgorithmParameter.AtLeast("limit", options.Limit, 0);
        AlgorithmParameter.AtLeast("minimumDegree", options.MinimumDegree, 0);
        AlgorithmParameter.AtLeast("maximumShared", options.MaximumShared, 0);
        if (options.Node is { } given)
        {
            AlgorithmParameter.IsNode("node", given, graph);
        }

        run.Report(0);
        var back = options.Direction switch { Direction.Out => Direction.In, Direction.In => Direction.Out, _ => Direction.Any };
        var pairs = options.Node is { } node
            ? ForOne(graph.Rows(options.Direction, run.Cancellation), graph.Rows(back, run.Cancellation), node, options, run)
            : ForAll(SimpleAdjacency.Of(graph, options.Direction, run.Cancellation), SimpleAdjacency.Of(graph, back, run.Cancellation), options, run);
        run.Report(1);
        return new NodeSimilarityResult(pairs);
    }

    private static ScoredPair[] ForOne(Adjacency rows, Adjacency back, int node, NodeSimilarityOptions options, AlgorithmRun run)
    {
        var shared = Search(rows, back, options, new WorkMeter(run, rows.Targets.Length + 1d));
        var best = new BestPairs(options.Limit);
        var pulse = new WalkPulse(run.Cancellation);
        var degree = SimpleAdjacency.Degree(rows, node);
        if (degree >= options.MinimumDegree)
        {
            shared.Gather(node);
            foreach (var other in shared.Found)
            {
                pulse.Add(rows.Degree(other));
                var others = SimpleAdjacency.Degree(rows, other);
                if (others >= options.MinimumDegree)
                {
                    best.Offer(new ScoredPair(node, other, Score(options.Measure, shared.ShareOf(other), degree, others)));
                }
            }
        }

        return best.Ordered();
    }

    private static ScoredPair[] ForAll(Adjacency rows, Adjacency back, NodeSimilarityOptions options, AlgorithmRun run)
    {
        var meter = new WorkMeter(run, BestOfAll.Work(back, back, options.MaximumShared));

        // Of all threads: only places in a list are looked at, and nothing is noted.
        var pulse = new WalkPulse(run.Cancellation);
        return BestOfAll.Find(rows.NodeCount, options.Limit, run, () => Search(rows, back, options, meter), (node, shared, best) =>
        {
            var degree = rows.Degree(node);
            if (degree < options.MinimumDegree)
            {
                return;
            }

            shared.Gather(node);
            var found = shared.Found;
            for (var i = 0; i < found.Length; i++)
            {
                pulse.At(i);
                var other = found[i];
                if (other > node && rows.Degree(other) >= options.MinimumDegree)
                {
                    best.Offer(new ScoredPair(node, other, Score(options.Measure, shared.ShareOf(other), degree, rows.Degree(other))));
                }
            }
        });
    }

    private static SharedNeighbors Search(Adjacency rows, Adjacency back, NodeSimilarityOptions options, WorkMeter meter) =>
        new(rows, back, options.Measure == SimilarityMeasure.AdamicAdar ? MiddleWeight.InverseLogDegree(back) : MiddleWeight.One, options.MaximumShared, meter);

    private static double Score(SimilarityMeasure measure, double shared, int degree, int others) => measure switch
    {
        SimilarityMeasure.Jaccard => shared / ((double)degree + others - shared),
        SimilarityMeasure.Overlap => shared / Math.Min(degree, others),
        _ => shared,
    };
}
