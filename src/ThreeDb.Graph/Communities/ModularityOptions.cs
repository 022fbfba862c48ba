namespace ThreeDb.Graphs;

/// <summary>Settings of <see cref="Modularity"/>.</summary>
public sealed class ModularityOptions
{
    /// <summary>The communities to judge.</summary>
    public required Partition Communities { get; init; }

    /// <summary>How much is expected of a community: from 0; 1 by default. More of it favours small communities.</summary>
    public double Resolution { get; init; } = 1;
}
