using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>What a reader wants of a structure.</summary>
/// <param name="AtLeast">What it must have of the log; null for what this process has written.</param>
/// <param name="LoadWait">How long to wait for one that has to be loaded, or has come behind.</param>
/// <param name="IsOnly">Whether nothing else can answer: without the structure the reader is refused.</param>
public readonly record struct StructureDemand(LogPoint? AtLeast, TimeSpan LoadWait, bool IsOnly = false);

/// <summary>A structure, or why there is none.</summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="Structure">The structure; null when SQL has to answer.</param>
/// <param name="Lack">The kind of reason why there is none.</param>
/// <param name="Why">Why there is none, as the end of a sentence; null when there is one.</param>
public readonly record struct StructureUse<T>(T? Structure, StructureLack Lack = StructureLack.None, string? Why = null)
    where T : class
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(5);

    /// <summary>What to tell a reader whom only the structure could have answered.</summary>
    /// <param name="kind">What is missing, for example <c>graph</c>.</param>
    /// <returns><c>TDB2021</c> when it does not fit, so that asking again is in vain; else <c>TDB2017</c>.</returns>
    public ThreeDbException Refusal(string kind) => Lack == StructureLack.TooLarge
        ? new ThreeDbException(ErrorCodes.TooLargeForMemory, $"The {kind} does not fit into memory: {Why}.")
        : new ThreeDbException(ErrorCodes.NotInMemory, $"The {kind} is not in memory: {Why}.") { RetryAfter = SoonAgain };
}

/// <summary>A structure compared with the tables.</summary>
/// <param name="Differences">How many rows differ; of more than 100,000 at least so many.</param>
/// <param name="Keys">Some of them.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Point">The point of the change log at which they were compared.</param>
public sealed record StructureVerification(long Differences, IReadOnlyList<RowKey> Keys, double Seconds, LogPoint Point);
