namespace ThreeDb.Tests;

/// <summary>Tests of what the whole process shares, such as its instruments: no others run beside them.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
