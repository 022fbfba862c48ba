using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Runs one projection in this process: tries to lead it, leads it while it can, and begins again after whatever ends a term.</summary>
internal sealed class ProjectionRunner : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TermServices _with;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public ProjectionRunner(TermServices with)
    {
        _with = with with { Context = with.Context with { Database = PlantedFault.Is(PlantedFault.StrangersCopyTaken) ? null : with.Store.Database } };
        _running = Task.Run(() => RunAsync(_stop.Token));
    }

    public TermServices With => _with;

    /// <summary>Whether the projection is gone, and this with it.</summary>
    public bool IsOver => _running.IsCompleted;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _with.Wake.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var leadership = await _with.Store.TryLeadAsync(_with.Tenant, _with.Context.Name, cancellationToken).ConfigureAwait(false);
                if (leadership is not null)
                {
                    await using var ownLeadership = leadership.ConfigureAwait(false);
                    SyncLog.Leads(_with.Log, _with.Context.Name, _with.Context.Tenant, leadership.Epoch);
                    await LeadAsync(leadership, cancellationToken).ConfigureAwait(false);

                    // The next term begins at once, with an epoch of its own: its fences are newer than all of this one.
                    continue;
                }
            }
            catch (ThreeDbException e) when (e.Code == ErrorCodes.ProjectionNotFound)
            {
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // PostgreSQL is away, the session was lost, another leads now: the next round finds out what holds.
                SyncLog.Interrupted(_with.Log, e, _with.Context.Name, _with.Context.Tenant, Pause.TotalSeconds);
            }

            await ((Task)_with.Wake.WaitAsync(null, Pause, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeadAsync(ILeadership leadership, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, leadership.Lost);
        var record = await leadership.ReadAsync(both.Token).ConfigureAwait(false);
        try
        {
            var term = new LeaderTerm(_with, leadership, record);
            await using var ownTerm = term.ConfigureAwait(false);
            await term.RunAsync(both.Token).ConfigureAwait(false);
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.ProjectionLost)
        {
            await ForgetAsync(leadership, e, both.Token).ConfigureAwait(false);
        }
        catch (ThreeDbException e) when (IsForPeople(e))
        {
            await WaitForPeopleAsync(leadership, record, e, both.Token).ConfigureAwait(false);
        }
    }

    // What the engine held is gone: the next term begins as with a new projection.
    private async Task ForgetAsync(ILeadership leadership, ThreeDbException failure, CancellationToken cancellationToken)
    {
        SyncLog.Lost(_with.Log, failure, _with.Context.Name, _with.Context.Tenant);
        var record = await leadership.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (record.Progress is { } progress)
        {
            await leadership.SaveAsync(progress with { SettingsDone = 0, Rebuild = null, State = ProjectionState.Rebuilding, Since = _with.Time.GetUtcNow(), Reason = failure.Message, Remedy = null, Lost = failure.Message }, cancellationToken).ConfigureAwait(false);
        }
    }

    // Repeating helps nobody: the settings are wrong, the credentials are refused, the engine misses something.
    private static bool IsForPeople(ThreeDbException e) => !e.IsTransient && e is not ProjectionFencedException
        && (e.Code.Code.StartsWith("TDB7", StringComparison.Ordinal) || e.Code == ErrorCodes.InvalidConfiguration) && e.Code != ErrorCodes.ProjectionNotFound;

    private async Task WaitForPeopleAsync(ILeadership leadership, ProjectionRecord record, ThreeDbException failure, CancellationToken cancellationToken)
    {
        var remedy = Remedies.OfBroken(failure, _with.Context.Name);
        SyncLog.Broken(_with.Log, failure, _with.Context.Name, _with.Context.Tenant, failure.Message, remedy);

        // It answered, with a refusal: no calls are held back.
        _with.Health.Succeeded();
        var now = _with.Time.GetUtcNow();
        var progress = (await leadership.ReadAsync(cancellationToken).ConfigureAwait(false)).Progress ?? new ProjectionProgress { Checkpoint = default, DatabaseEpoch = 0, State = ProjectionState.Broken, Since = now };

        // What another database has taken holds nothing of this one: it is begun anew, and nothing is answered from it.
        var isTaken = failure is ProjectionTakenException;
        progress = isTaken ? progress with { SettingsDone = 0, Rebuild = null, Work = null } : progress;
        await leadership.SaveAsync(
            progress with
            {
                State = ProjectionState.Broken,
                Since = progress.State == ProjectionState.Broken ? progress.Since : now,
                Reason = failure.Message,
                Remedy = remedy,
                Breaker = _with.Health.Breaker,
                BrokenUnder = record.Orders,
            },
            cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await _with.Wake.WaitAsync(null, Pause, cancellationToken).ConfigureAwait(false);
            var seen = await leadership.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (seen.Dropping && (isTaken || (seen.Dropping != record.Dropping && failure.Code == ErrorCodes.InvalidProjection)))
            {
                // There is no engine that something could be dropped in, or nothing of this projection in it.
                await leadership.DeleteAsync(cancellationToken).ConfigureAwait(false);
            }

            if (seen.Orders != record.Orders)
            {
                if (failure is EngineRefusesAllException)
                {
                    await leadership.RetryAllAsync(cancellationToken).ConfigureAwait(false);
                }

                return;
            }
        }
    }
}
