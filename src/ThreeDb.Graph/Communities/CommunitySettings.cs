namespace ThreeDb.Graphs;

/// <summary>What algorithms that look at modularity demand of their input.</summary>
internal static class CommunitySettings
{
    public static void CheckResolution(double resolution)
    {
        if (!double.IsFinite(resolution) || resolution < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(resolution), resolution, "The resolution is a finite number from 0.");
        }
    }

    /// <exception cref="ThreeDbException"><c>TDB1017</c>.</exception>
    public static void CheckWeights(Subgraph graph) => AlgorithmParameter.HasNoNegativeWeight(graph);
}
