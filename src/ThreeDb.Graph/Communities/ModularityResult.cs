namespace ThreeDb.Graphs;

/// <summary>How good communities are.</summary>
/// <param name="Modularity">At most 1; 0 is as good as chance, and the value of a graph without relations.</param>
public sealed record ModularityResult(double Modularity);
