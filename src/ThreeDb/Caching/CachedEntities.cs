using System.Text.Json;
using ThreeDb.Caching;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>Records, read through a cache where there is one that may be used.</summary>
internal sealed class CachedEntities(StoreSession session, TenantCache cache) : IEntities
{
    public async Task<Entity?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        if (cache.Current is not { } use)
        {
            return await PassAsync(id, cancellationToken).ConfigureAwait(false);
        }

        Identifiers.CheckId(id, "/id");
        var asked = 0;
        var found = await use.Cache.EntityAsync(id, use.Floor, ReadAsync, cancellationToken).ConfigureAwait(false);
        if (found is not null && !await MayAnswerAsync(found, cancellationToken).ConfigureAwait(false))
        {
            return await PassAsync(id, cancellationToken).ConfigureAwait(false);
        }

        cache.Metrics?.Entities(1, asked);
        return found;

        async Task<CachedEntity?> ReadAsync(CancellationToken token)
        {
            asked = 1;
            return await session.ReadForCacheAsync([id], token).ConfigureAwait(false) is [var read] ? read : null;
        }
    }

    public async Task<IReadOnlyList<Entity>> GetManyAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        if (cache.Current is not { } use)
        {
            return await PassAsync(ids, cancellationToken).ConfigureAwait(false);
        }

        StoreSession.CheckIds(ids);
        var read = 0;
        var found = await use.Cache.EntitiesAsync(ids, use.Floor, ReadAsync, cancellationToken).ConfigureAwait(false);
        foreach (var entity in found)
        {
            if (!await MayAnswerAsync(entity, cancellationToken).ConfigureAwait(false))
            {
                return await PassAsync(ids, cancellationToken).ConfigureAwait(false);
            }
        }

        cache.Metrics?.Entities(found.Count, read);
        return found;

        async Task<IReadOnlyList<CachedEntity>> ReadAsync(IReadOnlyList<string> missing, CancellationToken token)
        {
            var rows = await session.ReadForCacheAsync(missing, token).ConfigureAwait(false);
            read = rows.Count;
            return rows;
        }
    }

    public Task<EntityPage> ListAsync(ListRequest request, CancellationToken cancellationToken = default) => session.Entities.ListAsync(request, cancellationToken);

    public Task<EntityWrite> CreateAsync(
        string type, JsonElement data, string? id = null, CreateOptions? options = null, CancellationToken cancellationToken = default) =>
        session.Entities.CreateAsync(type, data, id, options, cancellationToken);

    public Task<EntityWrite> ReplaceAsync(string id, JsonElement data, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        session.Entities.ReplaceAsync(id, data, options, cancellationToken);

    public Task<EntityWrite> MergeAsync(string id, JsonElement patch, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        session.Entities.MergeAsync(id, patch, options, cancellationToken);

    public Task<EntityWrite> PatchAsync(string id, JsonPatch patch, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        session.Entities.PatchAsync(id, patch, options, cancellationToken);

    public Task<WriteReceipt> DeleteAsync(string id, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        session.Entities.DeleteAsync(id, options, cancellationToken);

    private Task<Entity?> PassAsync(string id, CancellationToken cancellationToken)
    {
        cache.Metrics?.EntitiesPassed(1);
        return session.Entities.GetAsync(id, cancellationToken);
    }

    private Task<IReadOnlyList<Entity>> PassAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        cache.Metrics?.EntitiesPassed(ids.Count);
        return session.Entities.GetManyAsync(ids, cancellationToken);
    }

    // A type may have been declared immediate after its entities were kept.
    private async ValueTask<bool> MayAnswerAsync(Entity entity, CancellationToken cancellationToken) =>
        !(await session.CacheRulesAsync(cancellationToken).ConfigureAwait(false)).Immediate.Contains(entity.Type);
}
