namespace ThreeDb.Graphs;

/// <summary>Settings of <see cref="Louvain"/>.</summary>
public sealed class LouvainOptions
{
    /// <summary>How much is expected of a community: from 0; 1 by default. More of it makes smaller communities.</summary>
    public double Resolution { get; init; } = 1;

    /// <summary>How often it goes up the levels, each time from the communities found before, from 1; 3 by default. It ends earlier when nothing changes.</summary>
    public int Ascents { get; init; } = 3;

    /// <summary>How many levels at most, from 1; 32 by default, which real graphs do not reach.</summary>
    public int MaxLevels { get; init; } = 32;

    /// <summary>How often a node may look for a better community in one level, on average, from 1; 100 by default.</summary>
    public int MaxIterations { get; init; } = 100;
}
