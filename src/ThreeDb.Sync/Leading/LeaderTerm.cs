using Microsoft.Extensions.Logging;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>The time during which this process leads a projection: one loop, which owns everything below it.</summary>
/// <remarks>
/// 1 prepare the engine; 2 find out what has to be built or compared; 3 then, over and over: what people want, a page of the feed, a chunk of a
/// rebuild, a window of a comparison; when there is none of these, wait. An engine to which nothing is written is looked at now and then. Ends by an exception, or when the projection is gone or declared otherwise.
/// </remarks>
internal sealed class LeaderTerm : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(2);

    // Under many small writes a page for each would cost the writers more than it helps the readers: a small page is followed by a rest of a millisecond for each of its changes, unless there is something to repair.
    private const int SmallPage = 500;
    private const int LongestRest = 10;

    private readonly TermServices _with;
    private readonly ILeadership _leadership;
    private readonly IProjection _projection;
    private readonly RulesPlan _plan;
    private readonly RowReader _rows;
    private readonly Gathering _gathering;
    private readonly Deliverer _deliverer;
    private readonly StatusKeeper _status;
    private readonly Repairs _repairs;
    private readonly EngineCheck _check;
    private readonly DateTimeOffset _began;
    private readonly CancellationTokenSource _declaredAnew = new();
    private ProjectionRecord _record;
    private Feeder _feeder = null!;
    private long _lookedAt;

    // The epoch of another database, until everything has been compared with it.
    private uint? _otherDatabase;

    /// <exception cref="ThreeDbException">The declaration cannot be worked with: somebody has to change it.</exception>
    public LeaderTerm(TermServices with, ILeadership leadership, ProjectionRecord record)
    {
        _with = with;
        _leadership = leadership;
        _record = record;
        _began = with.Time.GetUtcNow();
        _plan = RulesPlan.Of(record.Definition.Rules);
        _projection = ProjectionMaker.Make(with.Factories, with.Context, record.Definition);
        _rows = new RowReader(with.Source, _plan, _projection.Needs);
        _gathering = new Gathering(_plan, _projection.IsPartial, record.Consistencies);
        _deliverer = new Deliverer(leadership, with.Health, new Pace(_plan.Rules.MaxRowsPerSecond, with.Time), with.Time, with.Context, with.Log);
        _status = new StatusKeeper(leadership, record.Progress ?? Nothing(), with.Health, with.Context, with.Log);
        _check = new EngineCheck(_projection, _deliverer, with.Health);
        _repairs = new Repairs(with, leadership, _projection, _rows, _deliverer, _check, _status);
        with.Health.OnTrouble = ShowTroubleAsync;
    }

    private CancellationToken Lost => _leadership.Lost;

    /// <summary>Runs until something changes that only a new term can follow.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _declaredAnew.Token);
        try
        {
            await LeadAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_declaredAnew.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        _with.Health.OnTrouble = null;
        _with.Reached.Move(null);
        await _repairs.DisposeAsync().ConfigureAwait(false);
        await _projection.DisposeAsync().ConfigureAwait(false);
        _declaredAnew.Dispose();
    }

    private async Task LeadAsync(CancellationToken cancellationToken)
    {
        // 1
        await PrepareAsync(cancellationToken).ConfigureAwait(false);

        // 2
        _deliverer.Know(await _with.Store.ParkedKeysAsync(_with.Tenant, _with.Context.Name, cancellationToken).ConfigureAwait(false));
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        await ShowAsync(busy: false, cancellationToken).ConfigureAwait(false);

        // 3
        while (!_record.Dropping)
        {
            if (await LookAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            var busy = !_record.Paused && await WorkAsync(cancellationToken).ConfigureAwait(false);
            await ShowAsync(busy, cancellationToken).ConfigureAwait(false);
            await (_record.Paused ? Task.CompletedTask : _check.IfDueAsync(cancellationToken)).ConfigureAwait(false);
            if (!busy)
            {
                await WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (_feeder.LastCount < SmallPage && !_repairs.IsBusy)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(_feeder.LastCount, LongestRest)), _with.Time, cancellationToken).ConfigureAwait(false);
            }
        }

        await DropAsync(cancellationToken).ConfigureAwait(false);
        await _leadership.DeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            var isBuilt = _status.Progress.SettingsDone == _record.SettingsVersion;
            if (isBuilt && await StartChecks.MeetUnknownLeadersAsync(_leadership, _projection, _deliverer, cancellationToken).ConfigureAwait(false))
            {
                // Stored before the engine forgets it.
                _status.Change(now => now with { DatabaseEpoch = 0 });
                await _status.SaveAsync(cancellationToken).ConfigureAwait(false);
            }

            await _deliverer.CallAsync(token => _projection.PrepareAsync(_deliverer.NextFence(), token), cancellationToken).ConfigureAwait(false);
        }
        catch (ThreeDbException e) when (e.Code == ErrorCodes.ProjectionFailed && _record.RebuildsWanted > _status.Progress.RebuildsDone)
        {
            // What the engine holds allows no constraint, such as a row that is there twice; and somebody wants it built anew: then from nothing.
            // Stored before it is dropped: what is stored of it counts as reached in other processes.
            _status.Change(now => now with { SettingsDone = 0, Lost = e.Message });
            await _status.SaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task DropAsync(CancellationToken cancellationToken) =>
        _deliverer.CallAsync(token => _projection.DropAsync(_deliverer.NextFence(), token), cancellationToken);

    private ProjectionProgress Nothing() => new()
    {
        Checkpoint = LogPoint.Start,
        DatabaseEpoch = 0,
        State = ProjectionState.Starting,
        Since = _began,
        Rules = _record.Definition.Rules,
        RulesDone = _record.RulesVersion,
        RebuildsDone = _record.RebuildsWanted,
        ReconcilesDone = _record.ReconcilesWanted,
    };

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var epoch = await _with.Source.EpochAsync(cancellationToken).ConfigureAwait(false);
        var progress = _status.Progress;
        if (progress.SettingsDone != _record.SettingsVersion)
        {
            await BeginEmptyAsync(epoch, cancellationToken).ConfigureAwait(false);
            return;
        }

        Feed(progress.Checkpoint);
        if (!PlantedFault.Is(PlantedFault.DatabaseEpochIgnored)
            && (progress.DatabaseEpoch != epoch || await StartChecks.IsBeyondTheEndAsync(_with.Source, progress.Checkpoint, cancellationToken).ConfigureAwait(false)))
        {
            await BeginAnewAfterEpochAsync(epoch, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (progress.Rebuild is null)
        {
            await StartChecks.FindSomethingAsync(_with, _projection, _rows, _deliverer, progress.Checkpoint, cancellationToken).ConfigureAwait(false);
        }

        if (progress.Rebuild is { } cursor && !PlantedFault.Is(PlantedFault.RebuildNotResumed))
        {
            await _repairs.RebuildFromAsync(cursor, isEmpty: false, goOn: true, cancellationToken).ConfigureAwait(false);
        }

        var change = progress.RulesDone == _record.RulesVersion || PlantedFault.Is(PlantedFault.RulesWithoutRebuild) ? new RulesChange(false, []) : RulesChange.Between(progress.Rules, _record.Definition.Rules);
        if (change.Everything || (!change.IsNone && _repairs.Rebuilding is not null))
        {
            await _repairs.RebuildAsync(null, _record.RebuildsWanted, RebuildCauses.Rules, cancellationToken).ConfigureAwait(false);
        }
        else if (!change.IsNone)
        {
            await _repairs.RebuildAsync(change.Types, _record.RebuildsWanted, RebuildCauses.Rules, cancellationToken).ConfigureAwait(false);
        }

        _status.Change(now => now with { RulesDone = _record.RulesVersion, Rules = _record.Definition.Rules });
    }

    // A new projection, or one with other settings: nothing that the engine may hold counts.
    private async Task BeginEmptyAsync(uint epoch, CancellationToken cancellationToken)
    {
        await DropAsync(cancellationToken).ConfigureAwait(false);
        await _deliverer.CallAsync(token => _projection.PrepareAsync(_deliverer.NextFence(), token), cancellationToken).ConfigureAwait(false);
        var report = await _with.Source.FrontierAsync(LogPoint.Start, cancellationToken).ConfigureAwait(false);
        Feed(LogPoint.Below(report.Frontier));
        var end = await _with.Source.EndAsync(cancellationToken).ConfigureAwait(false);
        var cursor = new RebuildCursor(false, 0, end, false, null, _began, _record.RebuildsWanted, RebuildCauses.OfEmpty(_status.Progress));
        await _repairs.RebuildFromAsync(cursor, isEmpty: true, goOn: false, cancellationToken).ConfigureAwait(false);
        _status.Change(now => now with
        {
            DatabaseEpoch = epoch,
            Checkpoint = _feeder.Checkpoint,
            SettingsDone = _record.SettingsVersion,
            RulesDone = _record.RulesVersion,
            Rules = _record.Definition.Rules,
            Rebuild = _repairs.Rebuilding,
            BegunAt = _began,
            Lost = null,
        });
    }

    // What was applied may never have been in this database, and what is in it may never have been applied.
    private async Task BeginAnewAfterEpochAsync(uint epoch, CancellationToken cancellationToken)
    {
        SyncLog.OtherDatabase(_with.Log, _with.Context.Name, _with.Context.Tenant);
        var report = await _with.Source.FrontierAsync(LogPoint.Start, cancellationToken).ConfigureAwait(false);
        Feed(LogPoint.Below(report.Frontier));
        await _repairs.ReconcileAsync("epoch", _record.ReconcilesWanted, cancellationToken).ConfigureAwait(false);
        if (_status.Progress.Rebuild is { } begun)
        {
            await _repairs.RebuildAsync(null, _record.RebuildsWanted, begun.Why ?? RebuildCauses.Request, cancellationToken).ConfigureAwait(false);
        }

        // Known only once it is compared: whoever leads after this one begins the comparison again, and until then no position counts as reached, wherever it is asked for.
        // By the rules of now: what they change is among what is compared.
        _otherDatabase = epoch;
        _status.Change(now => now with { DatabaseEpoch = 0, Checkpoint = _feeder.Checkpoint, RulesDone = _record.RulesVersion, Rules = _record.Definition.Rules });
        await _status.SaveAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Feed(LogPoint start) => _repairs.Feeder = _feeder = new Feeder(_with.Source, _rows, _gathering, _deliverer, () => _repairs.Targets, start, token => ShowAsync(busy: true, token), _with.Time);

    // What people want, as far as it is not done: looked up once a second, or when woken.
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        if (_lookedAt != 0 && _with.Time.GetElapsedTime(_lookedAt) < Look)
        {
            return false;
        }

        _lookedAt = _with.Time.GetTimestamp();
        var resumes = _record.ResumesWanted;
        _record = await _leadership.ReadAsync(cancellationToken).ConfigureAwait(false);
        _gathering.Follow(_record.Consistencies);
        if (_record.ResumesWanted != resumes)
        {
            _check.WantPreparation();
        }

        var done = _status.Progress;
        if (_record.SettingsVersion != done.SettingsDone || _record.RulesVersion != done.RulesDone)
        {
            await _status.SaveAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }

        if (_record.RebuildsWanted > done.RebuildsDone && _repairs.Rebuilding?.ForRebuild != _record.RebuildsWanted)
        {
            await _repairs.RebuildAsync(null, _record.RebuildsWanted, RebuildCauses.Request, cancellationToken).ConfigureAwait(false);
        }

        await LookForComparisonAsync(done, cancellationToken).ConfigureAwait(false);
        if (!_record.Paused)
        {
            await RetryAsync(cancellationToken).ConfigureAwait(false);
        }

        await LookAtFrontierAsync(cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async Task LookForComparisonAsync(ProjectionProgress done, CancellationToken cancellationToken)
    {
        if (_repairs.IsBusy)
        {
            return;
        }

        if (_record.ReconcilesWanted > done.ReconcilesDone)
        {
            await _repairs.ReconcileAsync("request", _record.ReconcilesWanted, cancellationToken).ConfigureAwait(false);
        }
        else if (Schedule.IsDue(_plan.Rules.ReconcileAt, _record.LastReconcile?.StartedAt ?? done.BegunAt ?? _record.AskedAt, _with.Time.GetUtcNow()))
        {
            await _repairs.ReconcileAsync("schedule", done.ReconcilesDone, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RetryAsync(CancellationToken cancellationToken)
    {
        HashSet<RowKey> wanted = [.. (await _leadership.ToRetryAsync(cancellationToken).ConfigureAwait(false)).Take(_deliverer.RowsPerTurn)];
        if (wanted.Count == 0)
        {
            return;
        }

        // Before the attempt: who wants another one while it fails gets it. A leader that dies in between leaves the keys parked, for the next comparison.
        await _leadership.RetriedAsync(wanted, cancellationToken).ConfigureAwait(false);
        await (PlantedFault.Is(PlantedFault.RetryFromOldImage)
            ? _deliverer.DeliverAsync(_repairs.Targets, _deliverer.PlantedImages, fresh: false, cancellationToken)
            : _feeder.ApplyAsync(wanted, cancellationToken)).ConfigureAwait(false);
    }

    private async Task LookAtFrontierAsync(CancellationToken cancellationToken)
    {
        var report = await _with.Source.FrontierAsync(_feeder.Checkpoint, cancellationToken).ConfigureAwait(false);
        _status.Change(now => now with { Frontier = StatusOf.Hold(report) });
    }

    private async Task<bool> WorkAsync(CancellationToken cancellationToken)
    {
        var busy = await _feeder.StepAsync(cancellationToken).ConfigureAwait(false);
        busy |= await _repairs.StepAsync(cancellationToken).ConfigureAwait(false);
        if (_otherDatabase is { } epoch && !_repairs.IsBusy)
        {
            _otherDatabase = null;
            _status.Change(now => now with { DatabaseEpoch = epoch });
        }

        return busy;
    }

    private async Task ShowAsync(bool busy, CancellationToken cancellationToken)
    {
        var checkpoint = _feeder.Checkpoint;
        if (busy)
        {
            _status.Passed();
        }

        _status.Change(now => now with { Checkpoint = checkpoint, Work = _repairs.Progress, Gathered = _gathering.Types });
        _with.Reached.Move(_repairs.IsWhole && (_otherDatabase is null || PlantedFault.Is(PlantedFault.ReachedBeforeCompared)) ? checkpoint : null, _record.SettingsVersion);
        var late = _otherDatabase is not null || (busy && _feeder.LastChangeAt is { } last && _with.Time.GetUtcNow() - last > LateAfter);
        var (state, reason, remedy) = (_record.Paused, _repairs.Rebuilding, late) switch
        {
            (true, _, _) => (ProjectionState.Paused, "somebody paused it; changes wait in the log", $"'3db sync resume {_with.Context.Name}' goes on"),
            (_, { } rebuilding, _) => (ProjectionState.Rebuilding, rebuilding.Why, null),
            (_, _, true) => (ProjectionState.CatchingUp, null, null),
            _ => (ProjectionState.Live, (string?)null, (string?)null),
        };
        if (_otherDatabase is not null && reason is null)
        {
            (reason, remedy) = ("PostgreSQL was restored or has failed over: the database is another one than the engine was fed from, so all of it is compared",
                "nothing, what differs is repaired; until then the engine may hold what PostgreSQL does not, and lack what it does");
        }

        await _status.SetAsync(state, reason, remedy, cancellationToken).ConfigureAwait(false);
        await _status.SaveIfDueAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ShowTroubleAsync()
    {
        if (_with.Health.Trouble is not { } trouble)
        {
            return;
        }

        if (PlantedFault.Is(PlantedFault.ReachedBeforeApply))
        {
            _with.Reached.Move(_feeder.Checkpoint, _record.SettingsVersion);
        }
        else if (PlantedFault.Is(PlantedFault.CheckpointBeforeApply))
        {
            _status.Change(now => now with { Checkpoint = _feeder.Checkpoint });
        }

        SyncMetrics.Retried(_with.Context);
        await _status.SetAsync(ProjectionState.Stalled, trouble.Message, trouble.Hint, Lost).ConfigureAwait(false);
        await _status.SaveIfDueAsync(Lost).ConfigureAwait(false);

        // The loop waits for the engine, and what is wrong may be where it looks for it: a corrected declaration is for a new term.
        var now = await _leadership.ReadAsync(Lost).ConfigureAwait(false);
        if (now.SettingsVersion != _record.SettingsVersion || now.RulesVersion != _record.RulesVersion)
        {
            await _declaredAnew.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan[] work = _record.Paused ? [] : [_feeder.NextDue ?? Look, _check.Due];
        TimeSpan[] dues = [.. work, _status.NextDue ?? Look, Look];
        var atMost = dues.Min() is var due && due > TimeSpan.Zero ? due : TimeSpan.FromMilliseconds(1);
        var woken = await _with.Wake.WaitAsync(
            _record.Paused ? null : token => _with.Source.WaitAsync(_feeder.Read, atMost, token), atMost, cancellationToken).ConfigureAwait(false);
        _lookedAt = woken || _record.Paused ? 0 : _lookedAt;
    }
}
