namespace ThreeDb;

/// <summary>Saved scores as of a position or later.</summary>
internal sealed class DemandedScores(IScores scores, PositionDemand demand) : IScores
{
    public async Task<IReadOnlyList<SavedScore>> ListAsync(CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await scores.ListAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken = default) => scores.DeleteAsync(name, cancellationToken);
}
