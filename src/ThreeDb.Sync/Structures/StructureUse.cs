using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>What a reader wants of a structure.</summary>
/// <param name="AtLeast">What it must have of the log; null for what this process has written.</param>
/// <param name="LoadWait">How long to wait for one that has to be loaded, or has come behind.</param>
public readonly record struct StructureDemand(LogPoint? AtLeast, TimeSpan LoadWait);

/// <summary>A structure, or why there is none.</summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="Structure">The structure; null when SQL has to answer.</param>
/// <param name="Why">Why there is none, as the end of a sentence; null when there is one.</param>
public readonly record struct StructureUse<T>(T? Structure, string? Why)
    where T : class;

/// <summary>A structure compared with the tables.</summary>
/// <param name="Differences">How many rows differ.</param>
/// <param name="Keys">Some of them.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Point">The point of the change log at which they were compared.</param>
public sealed record StructureVerification(long Differences, IReadOnlyList<RowKey> Keys, double Seconds, LogPoint Point);
