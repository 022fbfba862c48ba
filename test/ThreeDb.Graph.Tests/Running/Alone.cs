namespace ThreeDb.Graph.Tests;

/// <summary>Tests that measure how soon something stops: they run alone, one after another.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
