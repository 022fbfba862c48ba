namespace ThreeDb;

/// <summary>How to run a bulk load.</summary>
public sealed record BulkOptions
{
    /// <summary>The largest number of failures that a summary lists; all are counted.</summary>
    public const int MaxListedErrors = 1000;

    /// <summary>All or nothing in one transaction, instead of each item for itself. Holds back change feeds while it runs.</summary>
    public bool Atomic { get; init; }

    /// <summary>Called with the counts so far, about four times a second.</summary>
    public IProgress<BulkProgress>? Progress { get; init; }
}

/// <summary>How far a bulk load is.</summary>
/// <param name="Items">Items read so far.</param>
/// <param name="Failed">Items refused so far.</param>
public readonly record struct BulkProgress(long Items, long Failed);

/// <summary>An item of a bulk load that was refused.</summary>
/// <param name="Line">The number of the item, from 1; for NDJSON the number of the line.</param>
/// <param name="Error">Why.</param>
public sealed record BulkError(long Line, ThreeDbException Error);

/// <summary>What a bulk load did.</summary>
public sealed record BulkSummary
{
    /// <summary>Items read.</summary>
    public required long Items { get; init; }

    /// <summary>Entities and relations made.</summary>
    public required long Created { get; init; }

    /// <summary>Entities and relations changed.</summary>
    public required long Updated { get; init; }

    /// <summary>Entities and relations that were as asked for.</summary>
    public required long Unchanged { get; init; }

    /// <summary>Entities and relations removed.</summary>
    public required long Deleted { get; init; }

    /// <summary>Items refused.</summary>
    public required long Failed { get; init; }

    /// <summary>Whether an atomic load was undone because an item was refused.</summary>
    public bool RolledBack { get; init; }

    /// <summary>The first <see cref="BulkOptions.MaxListedErrors"/> refused items.</summary>
    public required IReadOnlyList<BulkError> Errors { get; init; }

    /// <summary>How many more items were refused than <see cref="Errors"/> lists.</summary>
    public long ErrorsOmitted => Failed - Errors.Count;

    /// <summary>The position after the last write; null when nothing was written.</summary>
    public required Position? Position { get; init; }
}
