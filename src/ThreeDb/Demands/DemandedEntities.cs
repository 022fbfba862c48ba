using System.Text.Json;

namespace ThreeDb;

/// <summary>Records as of a position or later.</summary>
internal sealed class DemandedEntities(IEntities entities, PositionDemand demand) : IEntities
{
    public Task<EntityWrite> CreateAsync(
        string type, JsonElement data, string? id = null, CreateOptions? options = null, CancellationToken cancellationToken = default) =>
        entities.CreateAsync(type, data, id, options, cancellationToken);

    public async Task<Entity?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await entities.GetAsync(id, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Entity>> GetManyAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await entities.GetManyAsync(ids, cancellationToken).ConfigureAwait(false);
    }

    public async Task<EntityPage> ListAsync(ListRequest request, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await entities.ListAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public Task<EntityWrite> ReplaceAsync(string id, JsonElement data, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        entities.ReplaceAsync(id, data, options, cancellationToken);

    public Task<EntityWrite> MergeAsync(string id, JsonElement patch, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        entities.MergeAsync(id, patch, options, cancellationToken);

    public Task<EntityWrite> PatchAsync(string id, JsonPatch patch, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        entities.PatchAsync(id, patch, options, cancellationToken);

    public Task<WriteReceipt> DeleteAsync(string id, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        entities.DeleteAsync(id, options, cancellationToken);
}
