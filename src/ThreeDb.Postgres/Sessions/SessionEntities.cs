using System.Text.Json;

namespace ThreeDb.Postgres;

internal sealed class SessionEntities(StoreParts parts, StoreSession session) : IEntities
{
    public async Task<EntityWrite> CreateAsync(
        string type, JsonElement data, string? id = null, CreateOptions? options = null, CancellationToken cancellationToken = default) =>
        await WriteAsync(new CreateEntity(type, data) { Id = id, Project = options?.Project, OnConflict = options?.OnConflict ?? ConflictPolicy.Fail },
            options?.IdempotencyKey, cancellationToken).ConfigureAwait(false);

    public Task<Entity?> GetAsync(string id, CancellationToken cancellationToken = default) => parts.Entities.GetAsync(session.TenantId, id, cancellationToken);

    public Task<IReadOnlyList<Entity>> GetManyAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        parts.Entities.GetManyAsync(session.TenantId, ids, cancellationToken);

    public async Task<EntityPage> ListAsync(ListRequest request, CancellationToken cancellationToken = default)
    {
        var page = await parts.Lister.ListAsync(session.TenantId, request, cancellationToken).ConfigureAwait(false);
        return request.After is null && ScoreNames.Of(request) is { Count: > 0 } names
            ? page with { UnknownScores = await session.UnknownScoresAsync(names, cancellationToken).ConfigureAwait(false) }
            : page;
    }

    public Task<EntityWrite> ReplaceAsync(string id, JsonElement data, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteAsync(new ReplaceEntity(id, data) { IfVersion = options?.IfVersion }, options?.IdempotencyKey, cancellationToken);

    public Task<EntityWrite> MergeAsync(string id, JsonElement patch, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteAsync(new MergeEntity(id, patch) { IfVersion = options?.IfVersion }, options?.IdempotencyKey, cancellationToken);

    public Task<EntityWrite> PatchAsync(string id, JsonPatch patch, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteAsync(new PatchEntity(id, patch) { IfVersion = options?.IfVersion }, options?.IdempotencyKey, cancellationToken);

    public async Task<WriteReceipt> DeleteAsync(string id, ChangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        var done = await session.WriteAsync(
            [new DeleteEntity(id) { IfVersion = options?.IfVersion }], new WriteOptions { IdempotencyKey = options?.IdempotencyKey }, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new WriteReceipt(done.Results[0].Version, done.Results[0].Outcome, done.Position);
    }

    private async Task<EntityWrite> WriteAsync(Mutation mutation, string? key, CancellationToken cancellationToken)
    {
        var done = await session.WriteAsync([mutation], new WriteOptions { IdempotencyKey = key }, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new EntityWrite(done.Results[0].Entity!, done.Results[0].Outcome, done.Position);
    }
}
