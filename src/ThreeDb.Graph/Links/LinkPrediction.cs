namespace ThreeDb.Graphs;

/// <summary>
/// The best new neighbours of a node: those two steps away that most nodes lead to, or the best connected. Never the node itself or one it has as a neighbour in
/// that direction already. Self-loops count for nothing and parallel relations once; weights are not looked at. How many neighbours a node in between has
/// is counted in both directions.
/// </summary>
public static class LinkPrediction
{
    /// <summary>Finds the candidates.</summary>
    /// <exception cref="ThreeDbException">TDB1017: an option is out of range or the node does not exist.</exception>
    public static LinkPredictionResult Run(Subgraph graph, LinkPredictionOptions options, AlgorithmRun run)
    {
        AlgorithmParameter.AtLeast("limit", options.Limit, 0);
        AlgorithmParameter.IsNode("node", options.Node, graph);
        run.Report(0);
        var rows = graph.Rows(options.Direction, run.Cancellation);
        var best = new BestPairs(options.Limit);
        if (options.Measure == LinkMeasure.PreferentialAttachment)
        {
            OfferAll(graph, rows, options, best, run);
        }
        else
        {
            OfferNear(graph, rows, options, best, run);
        }

        run.Report(1);
        return new LinkPredictionResult(best.Ordered());
    }

    private static void OfferNear(Subgraph graph, Adjacency rows, LinkPredictionOptions options, BestPairs best, AlgorithmRun run)
    {
        var weight = options.Measure switch
        {
            LinkMeasure.AdamicAdar => MiddleWeight.InverseLogDegree,
            LinkMeasure.ResourceAllocation => MiddleWeight.InverseDegree,
            _ => MiddleWeight.One,
        };
        var degrees = weight == MiddleWeight.One ? rows : graph.Rows(Direction.Any, run.Cancellation);
        var shared = new SharedNeighbors(rows, rows, degrees, weight, int.MaxValue, new WorkMeter(run, rows.Targets.Length + 1d));
        shared.Gather(options.Node);
        var known = rows.Of(options.Node);
        foreach (var candidate in shared.Found)
        {
            if (known.BinarySearch(candidate) < 0)
            {
                best.Offer(new ScoredPair(options.Node, candidate, shared.ShareOf(candidate)));
            }
        }
    }

    private static void OfferAll(Subgraph graph, Adjacency rows, LinkPredictionOptions options, BestPairs best, AlgorithmRun run)
    {
        var others = graph.Rows(options.Direction switch { Direction.Out => Direction.In, Direction.In => Direction.Out, _ => Direction.Any }, run.Cancellation);
        var pulse = new WorkPulse(new WorkMeter(run, others.NodeCount + (double)others.Targets.Length));
        double degree = SimpleAdjacency.Degree(rows, options.Node);
        var known = rows.Of(options.Node);
        for (var candidate = 0; candidate < others.NodeCount; candidate++)
        {
            pulse.Add(others.Degree(candidate));
            var score = degree * SimpleAdjacency.Degree(others, candidate);
            if (score > 0 && candidate != options.Node && known.BinarySearch(candidate) < 0)
            {
                best.Offer(new ScoredPair(options.Node, candidate, score));
            }
        }
    }
}
