namespace ThreeDb;

/// <summary>Versions as of a position or later.</summary>
internal sealed class DemandedHistory(IHistory history, PositionDemand demand) : IHistory
{
    public async Task<HistoryPage> ListAsync(string id, int limit = 50, string? after = null, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await history.ListAsync(id, limit, after, cancellationToken).ConfigureAwait(false);
    }

    public async Task<EntityVersion> GetAsync(string id, long version, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await history.GetAsync(id, version, cancellationToken).ConfigureAwait(false);
    }

    public async Task<JsonPatch> DiffAsync(string id, long from, long to, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await history.DiffAsync(id, from, to, cancellationToken).ConfigureAwait(false);
    }

    public async Task<EntityVersion?> AsOfAsync(string id, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await history.AsOfAsync(id, time, cancellationToken).ConfigureAwait(false);
    }

    public Task<EntityWrite> RestoreAsync(string id, long? version = null, ChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        history.RestoreAsync(id, version, options, cancellationToken);
}
