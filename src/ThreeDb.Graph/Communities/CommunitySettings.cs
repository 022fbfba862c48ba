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

    public static void CheckWeights(Subgraph graph)
    {
        foreach (var weight in graph.Out.Weights)
        {
            if (!double.IsFinite(weight) || weight < 0)
            {
                throw new ArgumentException($"Communities need weights from 0; there is a relation with {weight}.", nameof(graph));
            }
        }
    }
}
