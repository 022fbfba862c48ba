namespace ThreeDb;

/// <summary>Edges as of a position or later.</summary>
internal sealed class DemandedRelations(IRelations relations, PositionDemand demand) : IRelations
{
    public Task<RelationWrite> RelateAsync(Relate relation, CancellationToken cancellationToken = default) => relations.RelateAsync(relation, cancellationToken);

    public Task<WriteReceipt> UnrelateAsync(Unrelate relation, CancellationToken cancellationToken = default) => relations.UnrelateAsync(relation, cancellationToken);

    public async Task<RelationPage> ListAsync(RelationRequest request, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await relations.ListAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
