namespace ThreeDb.Graphs;

/// <summary>Settings of <see cref="Leiden"/>.</summary>
public sealed class LeidenOptions
{
    /// <summary>How much is expected of a community: from 0; 1 by default. More of it makes smaller communities.</summary>
    public double Resolution { get; init; } = 1;

    /// <summary>How often everything is done again, beginning with the communities found, from 1; 2 by default. It ends earlier when nothing changes.</summary>
    public int Iterations { get; init; } = 2;

    /// <summary>How many levels at most, from 1; 32 by default, which real graphs do not reach.</summary>
    public int MaxLevels { get; init; } = 32;

    /// <summary>How often a node may look for a better community in one level, on average, from 1; 100 by default.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>How much chance there is in the refinement, in mean weights of a relation: above 0; 0.01 by default.</summary>
    public double Randomness { get; init; } = 0.01;
}
