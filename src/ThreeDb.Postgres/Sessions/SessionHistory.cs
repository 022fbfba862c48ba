using System.Text.Json;

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

    public async Task<EntityWrite> RestoreAsync(string id, long? version = null, long? ifVersion = null, CancellationToken cancellationToken = default)
    {
        var plan = await parts.Restorer.PlanAsync(session.TenantId, id, version, ifVersion, cancellationToken).ConfigureAwait(false);
        var done = await parts.Writer.WriteAsync(new WriteUnit(session.TenantId, session.Actor, plan, idempotency: null, cancellationToken)).ConfigureAwait(false);
        await session.TellAsync(null, done).ConfigureAwait(false);
        return new EntityWrite(done.Results[0].Entity!, done.Results[0].Outcome, done.Position);
    }
}
