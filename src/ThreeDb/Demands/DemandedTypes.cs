namespace ThreeDb;

/// <summary>Declarations as of a position or later.</summary>
internal sealed class DemandedTypes(IEntityTypes types, PositionDemand demand) : IEntityTypes
{
    public Task<EntityType> PutAsync(string name, EntityTypeDefinition definition, CancellationToken cancellationToken = default) =>
        types.PutAsync(name, definition, cancellationToken);

    public async Task<EntityType?> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await types.GetAsync(name, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<EntityType>> ListAsync(CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await types.ListAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default) => types.DeleteAsync(name, cancellationToken);
}
