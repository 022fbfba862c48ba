namespace ThreeDb.Graphs;

/// <summary>
/// The lightest relations that join all that is joined, directions not looked at: a tree for each weakly connected component, by Borůvka's rounds (1926). Of equally
/// light relations the one first by source and target is taken. Self-loops are never part of it, of parallel ones the lightest may be. Weights may be negative.
/// </summary>
public static class SpanningForest
{
    /// <summary>Finds the forest.</summary>
    /// <exception cref="ThreeDbException">TDB1017: a weight is not finite.</exception>
    public static SpanningForestResult Run(Subgraph graph, SpanningForestOptions options, AlgorithmRun run)
    {
        AlgorithmParameter.HasFiniteWeights(graph);
        run.Report(0);
        var rounds = new BoruvkaRounds(graph, options.Maximum, run);
        while (rounds.Join())
        {
        }

        var (sources, targets, weights) = (new int[rounds.Count], new int[rounds.Count], new double[rounds.Count]);
        var (total, place) = (0d, 0);
        var pulse = new WalkPulse(run.Cancellation);
        foreach (var relation in rounds.Chosen())
        {
            pulse.Add(0);
            (sources[place], targets[place]) = (rounds.Sources[relation], graph.Out.Targets[relation]);
            weights[place] = graph.IsWeighted ? graph.Out.Weights[relation] : 1;
            total += weights[place++];
        }

        run.Report(1);
        return new SpanningForestResult(sources, targets, weights, total, graph.NodeCount - rounds.Count);
    }
}
