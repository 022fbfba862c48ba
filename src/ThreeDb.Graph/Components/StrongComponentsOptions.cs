namespace ThreeDb.Graphs;

/// <summary>Settings of <see cref="StrongComponents"/>: it has none, and takes them so that all algorithms are run alike.</summary>
public sealed class StrongComponentsOptions;
