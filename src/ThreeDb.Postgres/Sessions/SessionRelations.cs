namespace ThreeDb.Postgres;

internal sealed class SessionRelations(StoreParts parts, StoreSession session) : IRelations
{
    public async Task<RelationWrite> RelateAsync(Relate relation, CancellationToken cancellationToken = default)
    {
        var done = await session.WriteAsync([relation], cancellationToken: cancellationToken).ConfigureAwait(false);
        return new RelationWrite(done.Results[0].Relation!, done.Results[0].Outcome, done.Position);
    }

    public async Task<WriteReceipt> UnrelateAsync(Unrelate relation, CancellationToken cancellationToken = default)
    {
        var done = await session.WriteAsync([relation], cancellationToken: cancellationToken).ConfigureAwait(false);
        return new WriteReceipt(done.Results[0].Version, done.Results[0].Outcome, done.Position);
    }

    public Task<RelationPage> ListAsync(RelationRequest request, CancellationToken cancellationToken = default) =>
        parts.Relations.ListAsync(session.TenantId, request, cancellationToken);
}
