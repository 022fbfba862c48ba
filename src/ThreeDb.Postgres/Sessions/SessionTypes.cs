namespace ThreeDb.Postgres;

internal sealed class SessionTypes(StoreParts parts, StoreSession session) : IEntityTypes
{
    public Task<EntityType> PutAsync(string name, EntityTypeDefinition definition, CancellationToken cancellationToken = default) =>
        parts.Types.PutAsync(session.TenantId, session.Actor, name, definition, cancellationToken);

    public Task<EntityType?> GetAsync(string name, CancellationToken cancellationToken = default) => parts.Types.FindAsync(session.TenantId, name, cancellationToken);

    public Task<IReadOnlyList<EntityType>> ListAsync(CancellationToken cancellationToken = default) => parts.Types.ListAsync(session.TenantId, cancellationToken);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        parts.Types.DeleteAsync(session.TenantId, session.Actor, name, cancellationToken);
}
