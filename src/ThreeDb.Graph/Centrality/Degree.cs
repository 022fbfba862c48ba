namespace ThreeDb.Graphs;

/// <summary>The number (or weight) of relations at each node. Parallel relations count each; a self-loop counts once each way, so twice both ways. Weights may be negative.</summary>
public static class Degree
{
    /// <summary>Counts.</summary>
    /// <exception cref="ThreeDbException">TDB1017: a weight that counts is not finite.</exception>
    public static DegreeResult Run(Subgraph graph, DegreeOptions options, AlgorithmRun run)
    {
        var weighted = options.Weighted && graph.IsWeighted;
        if (weighted)
        {
            AlgorithmParameter.HasFiniteWeights(graph);
        }

        run.Report(0);
        var scores = new double[graph.NodeCount];
        if (options.Direction != Direction.In)
        {
            Add(graph.Out);
        }

        if (options.Direction != Direction.Out)
        {
            Add(graph.Rows(Direction.In, run.Cancellation));
        }

        run.Report(1);
        return scores.Length == 0 ? new DegreeResult(scores, 0, 0) : new DegreeResult(scores, scores.Max(), scores.Average());

        void Add(Adjacency adjacency) => run.ForRanges(adjacency, (from, to, _) =>
        {
            for (var node = from; node < to; node++)
            {
                scores[node] += weighted ? Sum(adjacency.WeightsOf(node)) : adjacency.Degree(node);
            }
        });
    }

    private static double Sum(ReadOnlySpan<double> weights)
    {
        var sum = 0d;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        return sum;
    }
}
