namespace ThreeDb.Graphs;

/// <summary>Pairs by the product of their numbers of neighbours (preferential attachment): nothing has to be in between.</summary>
internal static class WellConnected
{
    /// <summary>The best for one node.</summary>
    public static ScoredPair[] To(int node, Subgraph graph, LinkPredictionOptions options, AlgorithmRun run)
    {
        var rows = graph.Rows(options.Direction, run.Cancellation);
        var others = graph.Rows(LinkPrediction.Against(options.Direction), run.Cancellation);
        var pulse = new WorkPulse(new WorkMeter(run, others.NodeCount + (double)others.Targets.Length));
        var best = new BestPairs(options.Limit);
        double degree = SimpleAdjacency.Degree(rows, node);
        var known = rows.Of(node);
        for (var candidate = 0; candidate < others.NodeCount; candidate++)
        {
            pulse.Add(others.Degree(candidate));
            var score = degree * SimpleAdjacency.Degree(others, candidate);
            if (score > 0 && candidate != node && known.BinarySearch(candidate) < 0)
            {
                best.Offer(new ScoredPair(node, candidate, score));
            }
        }

        return best.Ordered();
    }

    /// <summary>The best of all. Of pairs with the same score at the end of the list, those of the better connected nodes.</summary>
    public static ScoredPair[] Of(Subgraph graph, LinkPredictionOptions options, AlgorithmRun run)
    {
        var rows = SimpleAdjacency.Of(graph, options.Direction, run.Cancellation);
        var others = options.Direction == Direction.Any ? rows : SimpleAdjacency.Of(graph, LinkPrediction.Against(options.Direction), run.Cancellation);
        var (from, to) = (PullRows.MostPointingFirst(rows), others == rows ? null : PullRows.MostPointingFirst(others));
        var pulse = new WorkPulse(new WorkMeter(run, rows.NodeCount + (double)rows.Targets.Length));
        var kept = new PriorityQueue<ScoredPair, double>();

        // Both sides fall: once a product is no better than the worst one kept, what follows in the row is not either, and once the first of a row is not, no row is.
        for (var i = 0; i < from.Length && options.Limit > 0; i++)
        {
            var node = from[i];
            var known = rows.Of(node);
            var isFirst = true;
            for (var j = to is null ? i + 1 : 0; j < from.Length; j++)
            {
                var candidate = (to ?? from)[j];
                var score = (double)rows.Degree(node) * others.Degree(candidate);
                if (score == 0 || (kept.Count == options.Limit && kept.TryPeek(out _, out var worst) && score <= worst))
                {
                    break;
                }

                isFirst = false;
                pulse.Add(1);
                if (candidate != node && known.BinarySearch(candidate) < 0)
                {
                    var (one, other) = to is null ? (Math.Min(node, candidate), Math.Max(node, candidate)) : (node, candidate);
                    if (kept.Count == options.Limit)
                    {
                        kept.Dequeue();
                    }

                    kept.Enqueue(new ScoredPair(one, other, score), score);
                }
            }

            if (isFirst)
            {
                break;
            }
        }

        return [.. kept.UnorderedItems.Select(item => item.Element).Order()];
    }
}
