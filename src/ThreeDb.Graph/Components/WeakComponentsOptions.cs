namespace ThreeDb.Graphs;

/// <summary>Settings of <see cref="WeakComponents"/>: it has none, and takes them so that all algorithms are run alike.</summary>
public sealed class WeakComponentsOptions;
