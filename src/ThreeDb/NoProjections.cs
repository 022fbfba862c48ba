namespace ThreeDb;

/// <summary>What a tenant sees of projections where none are run.</summary>
internal sealed class NoProjections : ISync
{
    public Task<IReadOnlyList<ProjectionStatus>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<ProjectionStatus>>([]);

    public Task<ProjectionStatus> GetAsync(string name, CancellationToken cancellationToken = default) =>
        throw Missing(name);

    public Task<ProjectionStatus> PutAsync(string name, ProjectionDefinition definition, CancellationToken cancellationToken = default) =>
        throw new ThreeDbException(ErrorCodes.InvalidProjection, "This 3db runs no projections.");

    public Task DeleteAsync(string name, bool keepData = false, CancellationToken cancellationToken = default) =>
        throw Missing(name);

    public Task<ProjectionStatus> PauseAsync(string name, CancellationToken cancellationToken = default) =>
        throw Missing(name);

    public Task<ProjectionStatus> ResumeAsync(string name, CancellationToken cancellationToken = default) =>
        throw Missing(name);

    public Task<ProjectionStatus> RebuildAsync(string name, CancellationToken cancellationToken = default) =>
        throw Missing(name);

    public Task<ProjectionStatus> ReconcileAsync(string name, CancellationToken cancellationToken = default) =>
        throw Missing(name);

    public Task<IReadOnlyList<ReconcileReport>> ReportsAsync(string name, int limit = 20, CancellationToken cancellationToken = default) =>
        throw Missing(name);

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string name, int limit = 100, CancellationToken cancellationToken = default) =>
        throw Missing(name);

    public Task<int> RetryAsync(string name, IReadOnlyList<long>? letters = null, CancellationToken cancellationToken = default) =>
        throw Missing(name);

    public Task<int> DiscardAsync(string name, IReadOnlyList<long>? letters = null, CancellationToken cancellationToken = default) =>
        throw Missing(name);

    public Task<RoutedAnswer> QueryAsync(string name, RoutedQuery query, CancellationToken cancellationToken = default) => throw Missing(name);

    private static ThreeDbException Missing(string name) => new(ErrorCodes.ProjectionNotFound, $"There is no projection '{name}'.");
}
