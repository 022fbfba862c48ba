namespace ThreeDb.Graphs;

/// <summary>
/// Communities by modularity that are connected in themselves (Traag, Waltman, van Eck 2019): as <see cref="Louvain"/>, but communities are refined
/// before they become nodes. Weights, self-loops and parallel relations count as in <see cref="Modularity"/>; direction is not looked at.
/// </summary>
public static class Leiden
{
    /// <summary>Finds communities. One thread; order and chance come from the seed. Nodes without relations are alone.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Settings.</param>
    /// <param name="run">Controls.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or a setting is out of range.</exception>
    public static CommunitiesResult Run(Subgraph graph, LeidenOptions options, AlgorithmRun run)
    {
        Check(options);
        CommunitySettings.CheckWeights(graph);
        run.Report(0);
        var meter = new WorkBeat(run);
        var state = new LeidenState(graph, options, new Random(run.Seed), meter);
        for (var iteration = 0; iteration < options.Iterations && state.Improve(iteration); iteration++)
        {
            state.Separate();
        }

        meter.Begin(1, 1);
        var partition = Partition.BySize(state.Communities, run.Cancellation);
        return new CommunitiesResult(partition, Modularity.Of(graph, partition, options.Resolution, meter), state.Levels);
    }

    private static void Check(LeidenOptions options)
    {
        CommunitySettings.CheckResolution(options.Resolution);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Iterations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLevels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxIterations, 1);
        if (!double.IsFinite(options.Randomness) || options.Randomness <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Randomness, "The randomness is a finite number above 0.");
        }
    }
}
