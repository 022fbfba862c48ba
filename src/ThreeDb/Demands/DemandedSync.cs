namespace ThreeDb;

/// <summary>Projections, asked only for what they had applied at a position or later.</summary>
internal sealed class DemandedSync(ISync sync, PositionDemand demand) : ISync
{
    /// <summary>The same without a demand.</summary>
    public ISync Whole => sync;

    public Task<IReadOnlyList<ProjectionStatus>> ListAsync(CancellationToken cancellationToken = default) =>
        sync.ListAsync(cancellationToken);

    public Task<ProjectionStatus> GetAsync(string name, CancellationToken cancellationToken = default) =>
        sync.GetAsync(name, cancellationToken);

    public Task<ProjectionStatus> PutAsync(string name, ProjectionDefinition definition, CancellationToken cancellationToken = default) =>
        sync.PutAsync(name, definition, cancellationToken);

    public Task DeleteAsync(string name, bool keepData = false, CancellationToken cancellationToken = default) =>
        sync.DeleteAsync(name, keepData, cancellationToken);

    public Task<ProjectionStatus> PauseAsync(string name, CancellationToken cancellationToken = default) =>
        sync.PauseAsync(name, cancellationToken);

    public Task<ProjectionStatus> ResumeAsync(string name, CancellationToken cancellationToken = default) =>
        sync.ResumeAsync(name, cancellationToken);

    public Task<ProjectionStatus> RebuildAsync(string name, CancellationToken cancellationToken = default) =>
        sync.RebuildAsync(name, cancellationToken);

    public Task<ProjectionStatus> ReconcileAsync(string name, CancellationToken cancellationToken = default) =>
        sync.ReconcileAsync(name, cancellationToken);

    public Task<IReadOnlyList<ReconcileReport>> ReportsAsync(string name, int limit = 20, CancellationToken cancellationToken = default) =>
        sync.ReportsAsync(name, limit, cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string name, int limit = 100, CancellationToken cancellationToken = default) =>
        sync.DeadLettersAsync(name, limit, cancellationToken);

    public Task<int> RetryAsync(string name, IReadOnlyList<long>? letters = null, CancellationToken cancellationToken = default) =>
        sync.RetryAsync(name, letters, cancellationToken);

    public Task<int> DiscardAsync(string name, IReadOnlyList<long>? letters = null, CancellationToken cancellationToken = default) =>
        sync.DiscardAsync(name, letters, cancellationToken);

    // PostgreSQL first: it tells a position of another database from one that is still to come.
    public async Task<RoutedAnswer> QueryAsync(string name, RoutedQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.AtLeast is null)
        {
            await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
            query = query with { AtLeast = demand.Position, WaitSeconds = demand.Wait.TotalSeconds };
        }

        return await sync.QueryAsync(name, query, cancellationToken).ConfigureAwait(false);
    }
}
