using System.Text.Json;

namespace ThreeDb;

/// <summary>Entities of one tenant.</summary>
public interface IEntities
{
    /// <summary>Creates an entity, with everything that its type derives from it, in one transaction.</summary>
    /// <param name="type">The entity's type; it need not be declared.</param>
    /// <param name="data">A JSON object.</param>
    /// <param name="id">The id; a UUIDv7 is made when null.</param>
    /// <param name="options">Project, conflict policy, idempotency key.</param>
    /// <param name="cancellationToken">Stops waiting; a write that was already sent may still take place.</param>
    /// <exception cref="ThreeDbException"><c>TDB2002</c> when the id exists and the policy is <see cref="ConflictPolicy.Fail"/>; 1xxx for input that cannot be stored.</exception>
    Task<EntityWrite> CreateAsync(string type, JsonElement data, string? id = null, CreateOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads one entity, or null when there is none.</summary>
    Task<Entity?> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads many entities at once: those that exist, in the order of the ids, each once.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1003</c> when they have more than 128 MiB of data together.</exception>
    Task<IReadOnlyList<Entity>> GetManyAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default);

    /// <summary>Lists entities by filter and order, page by page.</summary>
    Task<EntityPage> ListAsync(ListRequest request, CancellationToken cancellationToken = default);

    /// <summary>Replaces the data of an existing entity.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2001</c> without such an entity, <c>TDB2003</c> when <see cref="ChangeOptions.IfVersion"/> is not its version.</exception>
    Task<EntityWrite> ReplaceAsync(string id, JsonElement data, ChangeOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Merges a patch into the data of an existing entity (RFC 7396: null removes a member).</summary>
    /// <exception cref="ThreeDbException"><c>TDB2001</c>, <c>TDB2003</c> as with <see cref="ReplaceAsync"/>.</exception>
    Task<EntityWrite> MergeAsync(string id, JsonElement patch, ChangeOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Applies a JSON Patch (RFC 6902) to the data of an existing entity; all of it or nothing.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1016</c> when an operation or a test fails; <c>TDB2001</c>, <c>TDB2003</c>.</exception>
    Task<EntityWrite> PatchAsync(string id, JsonPatch patch, ChangeOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes an entity, its outgoing relations, and the explicit relations that point to it.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2001</c>, <c>TDB2003</c>.</exception>
    Task<WriteReceipt> DeleteAsync(string id, ChangeOptions? options = null, CancellationToken cancellationToken = default);
}

/// <summary>How to create an entity.</summary>
public sealed record CreateOptions
{
    /// <summary>The project that the entity belongs to.</summary>
    public string? Project { get; init; }

    /// <summary>What to do when the id exists; default <see cref="ConflictPolicy.Fail"/>.</summary>
    public ConflictPolicy OnConflict { get; init; }

    /// <summary>Makes a repeated call return the first one's result; kept for 24 hours.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>How to change an entity.</summary>
public sealed record ChangeOptions
{
    /// <summary>Change only if this is the current version.</summary>
    public long? IfVersion { get; init; }

    /// <summary>Makes a repeated call return the first one's result; kept for 24 hours.</summary>
    public string? IdempotencyKey { get; init; }
}

/// <summary>What a write of an entity did.</summary>
/// <param name="Entity">The entity as it is now.</param>
/// <param name="Outcome">Whether it was created, changed, or found to be as asked for.</param>
/// <param name="Position">The point in the change log from which on every read sees the write.</param>
public sealed record EntityWrite(Entity Entity, WriteOutcome Outcome, Position Position);
