using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>Waits until a projection has applied everything up to a point, wherever its leader is.</summary>
internal sealed class ReachedWait(TenantSync.Services services, int tenant, string name)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <param name="wanted">The point; null for none.</param>
    /// <param name="wait">The longest wait.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How far the projection is.</returns>
    /// <exception cref="ThreeDbException"><c>TDB2016</c> when it is not reached in time.</exception>
    public async Task<LogPoint> ForAsync(LogPoint? wanted, TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        while (true)
        {
            var here = services.Reached(tenant, name);
            var move = here?.NextMove();
            var point = here?.Point is { } own ? own : await StoredAsync(cancellationToken).ConfigureAwait(false);
            if (point is { } reached && (wanted is not { } demanded || reached >= demanded || PlantedFault.Is(PlantedFault.AtLeastIgnored)))
            {
                return reached;
            }

            if (wanted is null || services.Time.GetElapsedTime(started) >= wait)
            {
                throw await NotYetAsync(cancellationToken).ConfigureAwait(false);
            }

            var left = wait - services.Time.GetElapsedTime(started);
            var pause = here?.Point is null && left > Poll ? Poll : left;
            await Task.WhenAny(here?.Point is null ? Task.Delay(pause, services.Time, cancellationToken) : move!, Task.Delay(pause, services.Time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // While it is built for the first time, or in place, it holds less than its checkpoint says; and a checkpoint of another database says nothing until everything is compared.
    private async Task<LogPoint?> StoredAsync(CancellationToken cancellationToken)
    {
        var record = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (record.Progress is not { } progress)
        {
            return null;
        }

        var incomplete = progress.Rebuild is { Copy: false } || progress.SettingsDone != record.SettingsVersion
            || (await IsOfAnotherAsync(progress, cancellationToken).ConfigureAwait(false) && !PlantedFault.Is(PlantedFault.ReachedBeforeCompared));
        return incomplete ? null : progress.Checkpoint;
    }

    private async Task<bool> IsOfAnotherAsync(ProjectionProgress progress, CancellationToken cancellationToken)
    {
        var source = await services.Store.SourceAsync(tenant, cancellationToken).ConfigureAwait(false);
        return progress.DatabaseEpoch == 0 || progress.DatabaseEpoch != await source.EpochAsync(cancellationToken).ConfigureAwait(false);
    }

    // Whoever leads it: it may be paused or stalled, and then waiting longer helps nobody. The session that holds the log back is nobody's business here.
    private async Task<ThreeDbException> NotYetAsync(CancellationToken cancellationToken)
    {
        var source = await services.Store.SourceAsync(tenant, cancellationToken).ConfigureAwait(false);
        var status = (await StatusOf.RecordAsync(await FindAsync(cancellationToken).ConfigureAwait(false), source, services.Time, cancellationToken).ConfigureAwait(false)).WithoutSessions();
        var isMoving = status.State is ProjectionState.Live or ProjectionState.CatchingUp;
        return new ThreeDbException(ErrorCodes.NotYet,
            $"The projection '{name}' has not come so far yet" + (isMoving ? "." : $"; it is {StatusOf.Word(status.State)}{(status.Reason is { } reason ? $": {reason.TrimEnd('.')}" : "")}."),
            isMoving ? null : status.Remedy) { RetryAfter = TimeSpan.FromSeconds(1) };
    }

    private async Task<ProjectionRecord> FindAsync(CancellationToken cancellationToken) =>
        await services.FindAsync(tenant, name, cancellationToken).ConfigureAwait(false) ?? throw new ThreeDbException(ErrorCodes.ProjectionNotFound, $"There is no projection '{name}'.");
}
