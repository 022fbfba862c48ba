using System.Text.Json;

namespace ThreeDb;

/// <summary>The history of the entities of one tenant. The change log is its only source.</summary>
public interface IHistory
{
    /// <summary>Lists the versions of an entity, newest first; also of a deleted one.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2001</c> when the id was never used.</exception>
    Task<HistoryPage> ListAsync(string id, int limit = 50, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Reads a version.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2007</c> without such a version.</exception>
    Task<EntityVersion> GetAsync(string id, long version, CancellationToken cancellationToken = default);

    /// <summary>The JSON Patch (RFC 6902) that turns the data of one version into that of another. A deleted version counts as <c>{}</c>.</summary>
    Task<JsonPatch> DiffAsync(string id, long from, long to, CancellationToken cancellationToken = default);

    /// <summary>The version that was current at a time; null when there was none yet.</summary>
    Task<EntityVersion?> AsOfAsync(string id, DateTimeOffset time, CancellationToken cancellationToken = default);

    /// <summary>Makes an earlier version current again, as a new version. Without a version: undoes the deletion, relations included.</summary>
    /// <param name="id">The entity.</param>
    /// <param name="version">The version to go back to; null: the last one before the deletion.</param>
    /// <param name="options">Only if a version is the current one (a deletion counts as one); idempotency key.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ThreeDbException"><c>TDB2007</c> without such a version; <c>TDB2003</c> when the current one is another than demanded; <c>TDB4006</c> when others write it all the time.</exception>
    Task<EntityWrite> RestoreAsync(string id, long? version = null, ChangeOptions? options = null, CancellationToken cancellationToken = default);
}

/// <summary>What a change did to an entity.</summary>
public enum ChangeOperation
{
    /// <summary>It was created.</summary>
    Created = 1,

    /// <summary>Its data or project changed.</summary>
    Updated = 2,

    /// <summary>It was deleted.</summary>
    Deleted = 3,

    /// <summary>An earlier version was made current again.</summary>
    Restored = 4,
}

/// <summary>A line of a history.</summary>
/// <param name="Version">The version that the change made.</param>
/// <param name="Operation">What it did.</param>
/// <param name="At">When (UTC, microseconds).</param>
/// <param name="Actor">Who.</param>
/// <param name="Position">Where in the change log.</param>
public sealed record HistoryEntry(long Version, ChangeOperation Operation, DateTimeOffset At, string Actor, Position Position);

/// <summary>A page of a history.</summary>
/// <param name="Items">The lines, newest first.</param>
/// <param name="Next">The cursor of the next page; null on the last one.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryEntry> Items, string? Next);

/// <summary>An entity as it was at one version.</summary>
/// <param name="Id">The id.</param>
/// <param name="Type">The type.</param>
/// <param name="Project">The project, if any.</param>
/// <param name="Version">The version.</param>
/// <param name="Operation">What made it.</param>
/// <param name="At">When it became current.</param>
/// <param name="Actor">Who made it.</param>
/// <param name="Data">The data; null for a deletion.</param>
public sealed record EntityVersion(
    string Id, string Type, string? Project, long Version, ChangeOperation Operation, DateTimeOffset At, string Actor, JsonElement? Data);
