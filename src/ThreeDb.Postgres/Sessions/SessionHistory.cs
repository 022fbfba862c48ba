namespace ThreeDb.Postgres;

internal sealed class SessionHistory(StoreParts parts, StoreSession session) : IHistory
{
    public Task<HistoryPage> ListAsync(string id, int limit = 50, string? after = null, CancellationToken cancellationToken = default) =>
        parts.History.ListAsync(session.TenantId, id, limit, after, cancellationToken);

    public Task<EntityVersion> GetAsync(string id, long version, CancellationToken cancellationToken = default) =>
        parts.History.GetAsync(session.TenantId, id, version, cancellationToken);

    public Task<JsonPatch> DiffAsync(string id, long from, long to, CancellationToken cancellationToken = default) =>
        parts.History.DiffAsync(session.TenantId, id, from, to, cancellationToken);

    public Task<EntityVersion?> AsOfAsync(string id, DateTimeOffset time, CancellationToken cancellationToken = default) =>
        parts.History.AsOfAsync(session.TenantId, id, time, cancellationToken);

    public Task<EntityWrite> RestoreAsync(string id, long? version = null, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        session.RestoreAsync(new Restoration(id, version) { IfVersion = options?.IfVersion }, options?.IdempotencyKey, cancellationToken);
}
