using System.Globalization;
using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>Waits until a projection has applied everything up to a point, wherever its leader is.</summary>
internal sealed class ReachedWait(TenantSync.Services services, IChangeSource source, int tenant, string name)
{
    private const int MostTypes = 5;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <param name="wanted">The point; null for none.</param>
    /// <param name="settings">The settings of the engine that is to be asked: how far its leader here is with others says nothing.</param>
    /// <param name="wait">The longest wait.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How far the projection is.</returns>
    /// <exception cref="ThreeDbException"><c>TDB2016</c> when it is not reached in time.</exception>
    public async Task<LogPoint> ForAsync(LogPoint? wanted, long settings, TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = services.Time.GetTimestamp();
        while (true)
        {
            var here = services.Reached(tenant, name);
            var move = here?.NextMove();
            var own = here?.PointUnder(settings);
            var point = own ?? await StoredAsync(wanted, cancellationToken).ConfigureAwait(false);
            if (point is { } reached && IsReached(reached, wanted))
            {
                return reached;
            }

            var left = wait - services.Time.GetElapsedTime(started);
            if (wanted is null || left <= TimeSpan.Zero)
            {
                throw await NotYetAsync(cancellationToken).ConfigureAwait(false);
            }

            // One timer at a time: a leader moves some hundred times a second, and the wait may be a minute.
            var next = own is null ? Task.Delay(left > Poll ? Poll : left, services.Time, cancellationToken) : move!.WaitAsync(left, services.Time, cancellationToken);
            await next.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // While it is built for the first time, or in place, it holds less than its checkpoint says; and a checkpoint of another database says nothing until everything is compared.
    // The database is asked which one it is only where that decides: not at every look at a checkpoint that does not suffice anyway.
    private async Task<LogPoint?> StoredAsync(LogPoint? wanted, CancellationToken cancellationToken)
    {
        var record = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (record.Progress is not { } progress || progress.Rebuild is { Copy: false } || progress.SettingsDone != record.SettingsVersion || !IsReached(progress.Checkpoint, wanted))
        {
            return null;
        }

        return await IsOfThisAsync(progress, cancellationToken).ConfigureAwait(false) || PlantedFault.Is(PlantedFault.ReachedBeforeCompared) ? progress.Checkpoint : null;
    }

    private static bool IsReached(LogPoint point, LogPoint? wanted) => wanted is not { } demanded || point >= demanded || PlantedFault.Is(PlantedFault.AtLeastIgnored);

    private async Task<bool> IsOfThisAsync(ProjectionProgress progress, CancellationToken cancellationToken) =>
        progress.DatabaseEpoch != 0 && progress.DatabaseEpoch == await source.EpochAsync(cancellationToken).ConfigureAwait(false);

    // Whoever leads it: it may be paused or stalled, and then waiting longer helps nobody. The session that holds the log back is nobody's business here.
    private async Task<ThreeDbException> NotYetAsync(CancellationToken cancellationToken)
    {
        var status = (await StatusOf.RecordAsync(await FindAsync(cancellationToken).ConfigureAwait(false), source, services.RunsSince(), services.Time, cancellationToken).ConfigureAwait(false)).WithoutSessions();
        var isMoving = status.State is ProjectionState.Live or ProjectionState.CatchingUp;
        return new ThreeDbException(ErrorCodes.NotYet,
            $"The projection '{name}' has not come so far yet" + (isMoving ? $"{Gathered(status)}." : $"; it is {StatusOf.Word(status.State)}{(status.Reason is { } reason ? $": {reason.TrimEnd('.')}" : "")}."),
            isMoving ? null : status.Remedy) { RetryAfter = TimeSpan.FromSeconds(1) };
    }

    // Where changes are gathered, that is what a reader waits for most of the time.
    private static string Gathered(ProjectionStatus status)
    {
        var types = status.Gathered.Select(type => string.Create(CultureInfo.InvariantCulture, $"{type.Type} ({type.Seconds:0.###} s, {type.Why})")).ToList();
        return types.Count == 0 ? "" : $"; changes of {string.Join(", ", types.Take(MostTypes))}{(types.Count > MostTypes ? ", …" : "")} are gathered";
    }

    private async Task<ProjectionRecord> FindAsync(CancellationToken cancellationToken) =>
        await services.FindAsync(tenant, name, cancellationToken).ConfigureAwait(false) ?? throw new ThreeDbException(ErrorCodes.ProjectionNotFound, $"There is no projection '{name}'.");
}
