using ThreeDb.Changes;

namespace ThreeDb.Caching;

/// <summary>A cache of what one tenant's reads gave. A read goes through it: it answers itself, or asks the source and keeps what that gave.</summary>
/// <remarks>
/// <para>The change log, by way of a projection, tells the cache what has changed. An answer carries the generations of its <see cref="CacheTag"/>s, seen
/// before the source was asked, and is used only while they are the same: a slow read of the source cannot bring back what was invalidated meanwhile.</para>
/// <para>Never less than demanded: an answer is used only if the cache had applied the log up to <c>atLeast</c>, and up to what this process wrote to the same
/// tags itself. Never a failure of its own: without its server, or when in doubt, the source is asked.</para>
/// </remarks>
public interface IReadCache : IAsyncDisposable
{
    /// <summary>Gives an entity, or null when the source has none. Callers who ask for the same at the same time share one read of the source.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="atLeast">What the answer must have seen; <see cref="LogPoint.Start"/> for nothing.</param>
    /// <param name="source">Reads it. Its failures are the caller's.</param>
    /// <param name="cancellationToken">Stops waiting; a read of the source that others wait for goes on.</param>
    Task<Entity?> EntityAsync(string id, LogPoint atLeast, Func<CancellationToken, Task<CachedEntity?>> source, CancellationToken cancellationToken);

    /// <summary>Gives the entities that exist, in the order of the ids, each once.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="atLeast">What the answer must have seen.</param>
    /// <param name="source">Reads those that the cache does not have, in any order.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<Entity>> EntitiesAsync(
        IReadOnlyList<string> ids, LogPoint atLeast, Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<CachedEntity>>> source, CancellationToken cancellationToken);

    /// <summary>Gives the answer to a query.</summary>
    /// <param name="key">Stands for the query, and nothing else: the same for the same question, however it was written.</param>
    /// <param name="tags">What the answer depends on.</param>
    /// <param name="atLeast">What the answer must have seen.</param>
    /// <param name="source">Asks it.</param>
    /// <param name="cancellationToken">Stops waiting; a read of the source that others wait for goes on.</param>
    Task<QueryResult> QueryAsync(string key, IReadOnlyCollection<string> tags, LogPoint atLeast, Func<CancellationToken, Task<QueryResult>> source, CancellationToken cancellationToken);

    /// <summary>This process has written. From now on reads of these tags see it: what is older is not used any more.</summary>
    /// <param name="tags">What was written.</param>
    /// <param name="point">Where it stands in the log; <see cref="LogPoint.Start"/> when it is not known whether it was written at all.</param>
    void Written(IEnumerable<string> tags, LogPoint point);

    /// <summary>Up to where the cache has applied the log: everything that it gives has seen at least that. Null when it is not known.</summary>
    ValueTask<LogPoint?> AppliedAsync(CancellationToken cancellationToken);
}

/// <summary>An entity that a source read for a cache.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Entity">The entity.</param>
/// <param name="Keep">Whether the cache may keep it.</param>
public sealed record CachedEntity(long Seq, Entity Entity, bool Keep = true);

/// <summary>Makes caches that the projections of the same kind keep right.</summary>
public interface IReadCacheFactory
{
    /// <summary>The kind, as of the projection.</summary>
    string Kind { get; }

    /// <summary>Opens the cache that a projection keeps right. It connects at its first use.</summary>
    /// <param name="context">Whose projection it is.</param>
    /// <param name="settings">The settings of the projection.</param>
    IReadCache Open(Projections.ProjectionContext context, System.Text.Json.JsonElement settings);
}
