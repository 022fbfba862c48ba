using Microsoft.Extensions.Logging;
using ThreeDb.Projections;

namespace ThreeDb.Sync;

/// <summary>Stores how far a projection is and what it does: at once when the state changes, otherwise a few times a second. Owned by the leader's loop.</summary>
internal sealed class StatusKeeper(ILeadership leadership, ProjectionProgress start, EngineHealth health, ProjectionContext context, ILogger log)
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(2);

    private static readonly string Here = $"{Environment.MachineName}/{Environment.ProcessId}";

    private readonly TimeProvider _time = context.Time;
    private ProjectionProgress _stored = start;
    private long _storedAt;
    private bool _hasPassed;
    private bool _ailed = !IsWell(start.State);

    /// <summary>What was stored last, with what has changed since by <see cref="Change"/>.</summary>
    public ProjectionProgress Progress { get; private set; } = start with { Leader = Here };

    /// <summary>Changes facts that go with the next save.</summary>
    public void Change(Func<ProjectionProgress, ProjectionProgress> change) => Progress = change(Progress);

    /// <summary>Notes a state; a changed one is stored at once.</summary>
    public async Task SetAsync(ProjectionState state, string? reason, string? remedy, CancellationToken cancellationToken)
    {
        var before = Progress;
        var changed = before.State != state;
        Progress = before with { State = state, Reason = reason, Remedy = remedy, Since = changed ? _time.GetUtcNow() : before.Since };
        if (changed)
        {
            Log(before);
            await SaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Until when what others wait for must be stored; null when nothing is waiting to be.</summary>
    public TimeSpan? NextDue => _hasPassed ? Often - _time.GetElapsedTime(_storedAt) : null;

    /// <summary>Notes that changes were passed: whoever demands them through another process waits for it to be stored.</summary>
    /// <remarks>Not told by the checkpoint: that moves with every transaction of the cluster, also with the one that stores it.</remarks>
    public void Passed() => _hasPassed = true;

    /// <summary>Stores, when it is time to.</summary>
    public Task SaveIfDueAsync(CancellationToken cancellationToken)
    {
        var passed = _time.GetElapsedTime(_storedAt);
        var moved = _hasPassed || Progress.Rebuild != _stored.Rebuild || Progress.Reason != _stored.Reason;
        return (passed >= Often && moved) || (passed >= Seldom && WithCounts() != _stored) ? SaveAsync(cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Stores.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        Progress = WithCounts();
        await leadership.SaveAsync(Progress, cancellationToken).ConfigureAwait(false);
        _stored = Progress;
        _hasPassed = false;
        _storedAt = _time.GetTimestamp();
    }

    // To fall behind for a moment and to be live again is no news, unless it comes after something that was.
    private void Log(ProjectionProgress before)
    {
        var isWell = IsWell(Progress.State);
        if (Progress.State == ProjectionState.Stalled)
        {
            SyncLog.Stalled(log, context.Name, context.Tenant, Progress.Reason);
        }
        else if (!isWell || _ailed)
        {
            SyncLog.Changed(log, context.Name, context.Tenant, StatusOf.Word(Progress.State), StatusOf.Word(before.State), Math.Round((Progress.Since - before.Since).TotalSeconds, 1));
        }

        _ailed = !isWell || (_ailed && Progress.State != ProjectionState.Live);
    }

    private static bool IsWell(ProjectionState state) => state is ProjectionState.Live or ProjectionState.CatchingUp;

    private ProjectionProgress WithCounts() => Progress with
    {
        Applied = health.AppliedCount,
        AppliedPerSecond = health.AppliedPerSecond,
        Retries = health.Retries,
        Breaker = health.Breaker,
    };
}
