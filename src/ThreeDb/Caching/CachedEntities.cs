using System.Text.Json;
using ThreeDb.Postgres;

namespace ThreeDb;

/// <summary>Records, read through a cache where there is one that may be used.</summary>
internal sealed class CachedEntities(StoreSession session, TenantCache cache) : IEntities
{
    public async Task<Entity?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        if (cache.Current is not { } use)
        {
            return await session.Entities.GetAsync(id, cancellationToken).ConfigureAwait(false);
        }

        Identifiers.CheckId(id, "/id");
        var found = await use.Cache.EntityAsync(
            id, use.Floor, async token => await session.ReadForCacheAsync([id], token).ConfigureAwait(false) is [var read] ? read : null, cancellationToken).ConfigureAwait(false);
        return found is null || await MayAnswerAsync(found, cancellationToken).ConfigureAwait(false) ? found : await session.Entities.GetAsync(id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Entity>> GetManyAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        if (cache.Current is not { } use)
        {
            return await session.Entities.GetManyAsync(ids, cancellationToken).ConfigureAwait(false);
        }

        StoreSession.CheckIds(ids);
        var found = await use.Cache.EntitiesAsync(ids, use.Floor, session.ReadForCacheAsync, cancellationToken).ConfigureAwait(false);
        foreach (var entity in found)
        {
            if (!await MayAnswerAsync(entity, cancellationToken).ConfigureAwait(false))
            {
                return await session.Entities.GetManyAsync(ids, cancellationToken).ConfigureAwait(false);
            }
        }

        return found;
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

    // A type may have been declared immediate after its entities were kept.
    private async ValueTask<bool> MayAnswerAsync(Entity entity, CancellationToken cancellationToken) =>
        !(await session.CacheRulesAsync(cancellationToken).ConfigureAwait(false)).Immediate.Contains(entity.Type);
}
