namespace ThreeDb;

/// <summary>Relations of one tenant.</summary>
public interface IRelations
{
    /// <summary>Creates or updates a relation. An end that does not exist is created as a stub, which the real entity fills in later.</summary>
    Task<RelationWrite> RelateAsync(Relate relation, CancellationToken cancellationToken = default);

    /// <summary>Removes a relation; <see cref="WriteOutcome.Unchanged"/> when it is not there.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2010</c> when the relation is derived from a field.</exception>
    Task<WriteReceipt> UnrelateAsync(Unrelate relation, CancellationToken cancellationToken = default);

    /// <summary>Lists the relations of an entity, or all, page by page.</summary>
    Task<RelationPage> ListAsync(RelationRequest request, CancellationToken cancellationToken = default);
}

/// <summary>Which relations to list.</summary>
/// <param name="Id">The entity at one end; null for all relations of the tenant, as an export needs them.</param>
public sealed record RelationRequest(string? Id = null)
{
    /// <summary>Whether the entity is the source, the target, or either; default either. Without an entity it says nothing.</summary>
    public Direction Direction { get; init; } = Direction.Any;

    /// <summary>Only relations of these types; all when empty.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The size of a page: 1 to 1,000; default 100.</summary>
    public int Limit { get; init; } = 100;

    /// <summary><see cref="RelationPage.Next"/> of the page before.</summary>
    public string? After { get; init; }
}

/// <summary>A page of relations.</summary>
/// <param name="Items">The relations.</param>
/// <param name="Next">The cursor of the next page; null on the last one. A page with 32 MiB of data ends early.</param>
public sealed record RelationPage(IReadOnlyList<Relation> Items, string? Next);

/// <summary>What a write of a relation did.</summary>
/// <param name="Relation">The relation as it is now.</param>
/// <param name="Outcome">Whether it was created, changed, or found to be as asked for.</param>
/// <param name="Position">The point in the change log from which on every read sees the write.</param>
public sealed record RelationWrite(Relation Relation, WriteOutcome Outcome, Position Position);
