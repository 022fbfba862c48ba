namespace ThreeDb.Postgres;

internal sealed class SessionScores(StoreParts parts, StoreSession session) : IScores
{
    public Task<IReadOnlyList<SavedScore>> ListAsync(CancellationToken cancellationToken = default) => parts.SavedScores.ListAsync(session.TenantId, cancellationToken);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default) => parts.Scores.DeleteAsync(session.TenantId, name, cancellationToken);
}
