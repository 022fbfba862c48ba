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

        var (relations, sources) = (rounds.Chosen, rounds.Sources);
        relations.Sort();
        var result = new SpanningForestResult(
            [.. relations.Select(relation => sources[relation])],
            [.. relations.Select(relation => graph.Out.Targets[relation])],
            [.. relations.Select(relation => graph.IsWeighted ? graph.Out.Weights[relation] : 1)],
            relations.Sum(relation => graph.IsWeighted ? graph.Out.Weights[relation] : 1),
            graph.NodeCount - relations.Count);
        run.Report(1);
        return result;
    }
}
