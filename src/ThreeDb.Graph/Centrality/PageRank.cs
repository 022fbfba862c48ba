namespace ThreeDb.Graphs;

/// <summary>
/// PageRank, plain or personalised (Brin and Page 1998), as LDBC Graphalytics and NetworkX define it: it starts from 1/n, and what nodes without a way out
/// hold teleports. A self-loop and each of several parallel relations count as relations like any other. A node whose weights add up to 0 has no way out.
/// </summary>
public static class PageRank
{
    /// <summary>Computes the ranks.</summary>
    /// <exception cref="ThreeDbException">TDB1017: an option is out of range, a node does not exist, or a weight that counts is negative.</exception>
    public static PageRankResult Run(Subgraph graph, PageRankOptions options, AlgorithmRun run)
    {
        AlgorithmParameter.InRange("damping", options.Damping, 0, 1);
        AlgorithmParameter.AtLeast("maximumIterations", options.MaximumIterations, 0);
        AlgorithmParameter.AtLeast("tolerance", options.Tolerance, 0);
        foreach (var node in options.Personalization)
        {
            AlgorithmParameter.IsNode("personalization", node, graph);
        }

        if (options.Weighted)
        {
            AlgorithmParameter.HasNoNegativeWeight(graph);
        }

        run.Report(0);
        if (graph.NodeCount == 0)
        {
            return new PageRankResult([], 0, options.Tolerance > 0, 0);
        }

        var counted = options.Weighted ? graph : graph.Unweighted;
        var rows = counted.PullRows(options.Direction, run.Cancellation);
        var flow = new RankFlow(rows, options);
        var (iterations, converged) = (0, false);
        if (options.MaximumIterations > 0)
        {
            new Rounds(run, rows.Parts.Length, flow.Pull, GoesOn).Run();
        }

        run.Report(1);
        return new PageRankResult(flow.Ranks(), iterations, converged, flow.Change);

        bool GoesOn()
        {
            flow.EndIteration();
            iterations++;
            converged = flow.Change < options.Tolerance;
            run.Report((double)iterations / options.MaximumIterations);
            return iterations < options.MaximumIterations && !converged;
        }
    }
}
