using System.Text.Json;

namespace ThreeDb.Client;

/// <summary>Records over HTTP.</summary>
internal sealed class EntitiesClient(Wire wire) : IEntities
{
    public async Task<EntityWrite> CreateAsync(
        string type, JsonElement data, string? id = null, CreateOptions? options = null, CancellationToken cancellationToken = default)
    {
        var onConflict = options?.OnConflict is { } policy and not ConflictPolicy.Fail ? policy : (ConflictPolicy?)null;
        using var request = Wire.Request(HttpMethod.Post, "/v1/entities", new { type, id, project = options?.Project, data, onConflict });
        Wire.SetIdempotencyKey(request, options?.IdempotencyKey);
        return await wire.SendAsync<EntityWrite>(request, cancellationToken).ConfigureAwait(false);
    }

    public Task<Entity?> GetAsync(string id, CancellationToken cancellationToken = default) =>
        wire.FindAsync<Entity>(Wire.Entity(id), ErrorCodes.EntityNotFound, cancellationToken);

    public async Task<IReadOnlyList<Entity>> GetManyAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        (await wire.AskAsync<ManyQuestion, ManyAnswer>("/v1/entities/get-many", new ManyQuestion(ids), cancellationToken).ConfigureAwait(false)).Items;

    public Task<EntityPage> ListAsync(ListRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return wire.AskAsync<ListQuestion, EntityPage>("/v1/entities/list", new ListQuestion(
            request.Type, request.Project, request.Where, request.OrderBy.Select(key => key.ToString()),
            request.Limit, request.After, request.Select, request.Count), cancellationToken);
    }

    public Task<EntityWrite> ReplaceAsync(string id, JsonElement data, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        ReplaceAsync(new ReplaceEntity(id, data) { IfVersion = options?.IfVersion }, options, cancellationToken);

    public Task<EntityWrite> MergeAsync(string id, JsonElement patch, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, patch, "application/merge-patch+json", options, cancellationToken);

    public Task<EntityWrite> PatchAsync(string id, JsonPatch patch, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, patch, "application/json-patch+json", options, cancellationToken);

    public async Task<WriteReceipt> DeleteAsync(string id, ChangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Wire.Entity(id));
        Wire.SetVersion(request, options?.IfVersion);
        Wire.SetIdempotencyKey(request, options?.IdempotencyKey);
        return await wire.SendAsync<WriteReceipt>(request, cancellationToken).ConfigureAwait(false);
    }

    // PUT creates what is missing; only a transaction says "replace what exists".
    private async Task<EntityWrite> ReplaceAsync(ReplaceEntity replace, ChangeOptions? options, CancellationToken cancellationToken)
    {
        using var request = Wire.Request(HttpMethod.Post, "/v1/tx", new { mutations = new Mutation[] { replace } });
        Wire.SetIdempotencyKey(request, options?.IdempotencyKey);
        var done = await wire.SendAsync<TransactionResult>(request, cancellationToken).ConfigureAwait(false);
        return new EntityWrite(done.Results[0].Entity!, done.Results[0].Outcome, done.Position);
    }

    private async Task<EntityWrite> ChangeAsync<T>(string id, T patch, string mediaType, ChangeOptions? options, CancellationToken cancellationToken)
    {
        using var request = Wire.Request(HttpMethod.Patch, Wire.Entity(id), patch, mediaType);
        Wire.SetVersion(request, options?.IfVersion);
        Wire.SetIdempotencyKey(request, options?.IdempotencyKey);
        return await wire.SendAsync<EntityWrite>(request, cancellationToken).ConfigureAwait(false);
    }

    private sealed record ListQuestion(
        string? Type, string? Project, Filter? Where, IEnumerable<string> OrderBy, int Limit, string? After, IReadOnlyList<string> Select, CountMode Count);

    private sealed record ManyQuestion(IReadOnlyList<string> Ids);

    private sealed record ManyAnswer(IReadOnlyList<Entity> Items);
}
