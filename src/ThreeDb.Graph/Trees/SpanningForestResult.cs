namespace ThreeDb.Graphs;

/// <summary>The answer of <see cref="SpanningForest"/>: its relations by source, then by target.</summary>
/// <param name="Sources">Their sources.</param>
/// <param name="Targets">Their targets.</param>
/// <param name="Weights">Their weights; 1 each where the graph has none.</param>
/// <param name="TotalWeight">The weights added up.</param>
/// <param name="Trees">The number of trees, each lone node being one.</param>
public sealed record SpanningForestResult(int[] Sources, int[] Targets, double[] Weights, double TotalWeight, int Trees);
