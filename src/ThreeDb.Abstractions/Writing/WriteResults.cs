namespace ThreeDb;

/// <summary>What one mutation of a transaction did.</summary>
public sealed record MutationResult
{
    /// <summary>What it did.</summary>
    public required WriteOutcome Outcome { get; init; }

    /// <summary>The id of the entity; for a relation the id of its source.</summary>
    public required string Id { get; init; }

    /// <summary>The version of the entity or relation now.</summary>
    public required long Version { get; init; }

    /// <summary>The entity as it is now; null for relations and deletes.</summary>
    public Entity? Entity { get; init; }

    /// <summary>The relation as it is now; null for entities and removals.</summary>
    public Relation? Relation { get; init; }
}

/// <summary>What a transaction did.</summary>
/// <param name="Results">One result for each mutation, in order.</param>
/// <param name="Position">The point in the change log from which on every read sees the writes.</param>
public sealed record TransactionResult(IReadOnlyList<MutationResult> Results, Position Position);

/// <summary>What a write without a result of its own did.</summary>
/// <param name="Version">The version that the write made.</param>
/// <param name="Outcome">What it did.</param>
/// <param name="Position">The point in the change log from which on every read sees the write.</param>
public sealed record WriteReceipt(long Version, WriteOutcome Outcome, Position Position);

/// <summary>How to run a transaction.</summary>
public sealed record WriteOptions
{
    /// <summary>The largest number of mutations in one transaction; more belong into a bulk load.</summary>
    public const int MaxMutations = 10_000;

    /// <summary>Makes a repeated call return the first one's result; kept for 24 hours.</summary>
    public string? IdempotencyKey { get; init; }
}
