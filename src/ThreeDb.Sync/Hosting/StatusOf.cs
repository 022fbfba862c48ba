using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>Tells people how a projection is, from what its leader stored and what the log says now.</summary>
internal static class StatusOf
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <param name="record">What is stored of it.</param>
    /// <param name="source">The log.</param>
    /// <param name="runsSince">Since when this process runs projections; null when it runs none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<ProjectionStatus> RecordAsync(
        ProjectionRecord record, IChangeSource source, DateTimeOffset? runsSince, TimeProvider time, CancellationToken cancellationToken)
    {
        var progress = record.Progress;
        var started = progress is not null && progress.SettingsDone > 0;
        var report = started ? await source.FrontierAsync(progress!.Checkpoint, cancellationToken).ConfigureAwait(false) : null;
        var status = new ProjectionStatus
        {
            Name = record.Name,
            Kind = record.Definition.Kind,
            State = progress?.State ?? ProjectionState.Starting,
            Since = progress?.Since ?? record.AskedAt,
            Reason = progress?.Reason,
            Remedy = progress?.Remedy,
            Position = started ? source.Encode(progress!.Checkpoint) : null,
            Pending = report?.Pending,
            LagSeconds = report is null ? null : Lag(report, time),
            AppliedPerSecond = record.IsLed ? progress?.AppliedPerSecond ?? 0 : 0,
            Applied = progress?.Applied ?? 0,
            Retries = progress?.Retries ?? 0,
            Parked = record.Parked,
            Breaker = progress?.Breaker ?? "closed",
            Leader = record.IsLed ? progress?.Leader : null,
            Epoch = record.Epoch,
            Progress = progress?.Work,
            Unfinished = [.. Unfinished(record)],
            Gathered = progress?.Gathered ?? [],
            Frontier = report is null ? null : Hold(report),
            LastReconcile = record.LastReconcile,
            Definition = DeclaredSettings.Shown(record.Definition),
        };
        return Explained(status, record, runsSince, time);
    }

    /// <summary>How old the oldest change is that was not applied, in seconds.</summary>
    public static double Lag(FrontierReport report, TimeProvider time) =>
        report.OldestPendingAt is { } oldest ? Math.Round(Math.Max((time.GetUtcNow() - oldest).TotalSeconds, 0), 3) : 0;

    /// <summary>Who holds the log back.</summary>
    public static FrontierHold? Hold(FrontierReport report) => report.Blocker is { } blocker
        ? new FrontierHold(blocker.ProcessId, blocker.Application, Math.Round(blocker.Age.TotalSeconds, 1), blocker.State)
        : null;

    public static string Word(ProjectionState state) => state == ProjectionState.CatchingUp ? "catching up" : state.ToString().ToLowerInvariant();

    private static IEnumerable<string> Unfinished(ProjectionRecord record)
    {
        var done = record.Progress;
        if (done is null || done.Rebuild is not null || done.SettingsDone != record.SettingsVersion || done.RulesDone != record.RulesVersion || done.RebuildsDone < record.RebuildsWanted)
        {
            yield return "rebuild";
        }

        if (done is not null && done.ReconcilesDone < record.ReconcilesWanted)
        {
            yield return "reconcile";
        }
    }

    // What the leader cannot tell: that there is none, that somebody holds up the log, that keys are parked.
    private static ProjectionStatus Explained(ProjectionStatus status, ProjectionRecord record, DateTimeOffset? runsSince, TimeProvider time)
    {
        if (record.Dropping)
        {
            return status with
            {
                Reason = "it is being removed" + (status.Reason is null ? "" : $"; {status.Reason}"),
                Remedy = status.Reason is null ? null : $"start the engine, and it is dropped there too; or leave what the engine holds: {Remedies.RemoveAndKeep(record.Name)}",
                Unfinished = [],
            };
        }

        if (record.Paused && status.State != ProjectionState.Paused)
        {
            return status with { State = ProjectionState.Paused, Since = record.AskedAt, Reason = "somebody paused it; changes wait in the log", Remedy = $"'3db sync resume {record.Name}' goes on" };
        }

        if (!record.Paused && status.State == ProjectionState.Paused)
        {
            // Somebody resumed it a moment ago, and the leader has not stored what it does since.
            status = status with { State = ProjectionState.CatchingUp, Reason = null, Remedy = null };
        }

        if (status.State == ProjectionState.Broken && record.Progress?.BrokenUnder is { } orders && orders != record.Orders)
        {
            // Somebody did something about it a moment ago; the leader has not stored what came of it.
            status = status with { State = ProjectionState.Starting, Since = record.AskedAt, Reason = "it is tried again", Remedy = null };
        }

        if (!record.IsLed && !record.Paused && IsLongAgo(record.ProgressAt))
        {
            return IsLongAgo(record.AskedAt) && IsLongAgo(runsSince)
                ? status with { State = ProjectionState.Stalled, Reason = "no server process runs it", Remedy = "start a server with '3db up'; any server on this database takes it over" }
                : status with { State = ProjectionState.Starting, Since = runsSince > record.AskedAt ? runsSince.Value : record.AskedAt, Reason = null, Remedy = null };
        }

        if (status is { Frontier: { } hold, State: ProjectionState.Live or ProjectionState.CatchingUp, Pending: > 0 or null })
        {
            return status with
            {
                State = ProjectionState.Stalled,
                Reason = hold.Reason(),
                Remedy = hold.Remedy(),
            };
        }

        return status.Parked > 0 && status.Reason is null
            ? status with { Reason = status.Parked == 1 ? "1 key is parked" : $"{status.Parked} keys are parked", Remedy = $"'3db sync dead-letters {record.Name}' shows why" }
            : status;

        bool IsLongAgo(DateTimeOffset? at) => at is not { } then || time.GetUtcNow() - then > Silence;
    }
}
