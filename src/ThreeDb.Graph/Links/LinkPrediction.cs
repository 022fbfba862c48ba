namespace ThreeDb.Graphs;

/// <summary>
/// The best new neighbours of a node, or of all: those two steps away that most nodes lead to, or the best connected. Never a node itself or one that it has as a neighbour in
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
        AlgorithmParameter.AtLeast("maximumShared", options.MaximumShared, 0);
        if (options.Node is { } given)
        {
            AlgorithmParameter.IsNode("node", given, graph);
        }

        run.Report(0);
        var isAttachment = options.Measure == LinkMeasure.PreferentialAttachment;
        var pairs = (options.Node, isAttachment) switch
        {
            ({ } node, true) => WellConnected.To(node, graph, options, run),
            (null, true) => WellConnected.Of(graph, options, run),
            ({ } node, false) => Near(node, graph, options, run),
            _ => AllNear(graph, options, run),
        };
        run.Report(1);
        return new LinkPredictionResult(pairs);
    }

    private static ScoredPair[] Near(int node, Subgraph graph, LinkPredictionOptions options, AlgorithmRun run)
    {
        var rows = graph.Rows(options.Direction, run.Cancellation);
        var best = new BestPairs(options.Limit);
        var shared = new SharedNeighbors(rows, rows, Weigh(graph, options, run), options.MaximumShared, new WorkMeter(run, rows.Targets.Length + 1d));
        Offer(node, rows, shared, best, isOnce: false, new WalkPulse(run.Cancellation));
        return best.Ordered();
    }

    private static ScoredPair[] AllNear(Subgraph graph, LinkPredictionOptions options, AlgorithmRun run)
    {
        var rows = SimpleAdjacency.Of(graph, options.Direction, run.Cancellation);
        var back = graph.Rows(Against(options.Direction), run.Cancellation);
        var meter = new WorkMeter(run, BestOfAll.Work(back, rows, options.MaximumShared));
        var weigh = options.Measure == LinkMeasure.CommonNeighbors ? MiddleWeight.One
            : MiddleWeight.Noted(Weigh(graph, options, run), graph.Rows(Direction.Any, run.Cancellation), run.Cancellation);

        // Of all threads: only places in a list are looked at, and nothing is noted.
        var pulse = new WalkPulse(run.Cancellation);
        return BestOfAll.Find(rows.NodeCount, options.Limit, run, () => new SharedNeighbors(rows, rows, weigh, options.MaximumShared, meter),
            (node, shared, best) => Offer(node, rows, shared, best, isOnce: options.Direction == Direction.Any, pulse));
    }

    /// <summary>The other way.</summary>
    internal static Direction Against(Direction direction) => direction switch { Direction.Out => Direction.In, Direction.In => Direction.Out, _ => Direction.Any };

    private static void Offer(int node, Adjacency rows, SharedNeighbors shared, BestPairs best, bool isOnce, WalkPulse pulse)
    {
        shared.Gather(node);
        var known = rows.Of(node);
        var found = shared.Found;
        for (var i = 0; i < found.Length; i++)
        {
            pulse.At(i);
            var candidate = found[i];
            if ((candidate > node || !isOnce) && known.BinarySearch(candidate) < 0)
            {
                best.Offer(new ScoredPair(node, candidate, shared.ShareOf(candidate)));
            }
        }
    }

    private static Func<int, double> Weigh(Subgraph graph, LinkPredictionOptions options, AlgorithmRun run) => options.Measure switch
    {
        LinkMeasure.AdamicAdar => MiddleWeight.InverseLogDegree(graph.Rows(Direction.Any, run.Cancellation)),
        LinkMeasure.ResourceAllocation => MiddleWeight.InverseDegree(graph.Rows(Direction.Any, run.Cancellation)),
        _ => MiddleWeight.One,
    };
}
