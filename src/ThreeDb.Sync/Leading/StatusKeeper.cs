using ThreeDb.Changes;

namespace ThreeDb.Sync;

/// <summary>Stores how far a projection is and what it does: at once when the state changes, otherwise a few times a second. Owned by the leader's loop.</summary>
internal sealed class StatusKeeper(ILeadership leadership, ProjectionProgress start, EngineHealth health, TimeProvider time)
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(2);

    private static readonly string Here = $"{Environment.MachineName}/{Environment.ProcessId}";

    private ProjectionProgress _stored = start;
    private long _storedAt;
    private bool _hasPassed;

    /// <summary>What was stored last, with what has changed since by <see cref="Change"/>.</summary>
    public ProjectionProgress Progress { get; private set; } = start with { Leader = Here };

    /// <summary>Changes facts that go with the next save.</summary>
    public void Change(Func<ProjectionProgress, ProjectionProgress> change) => Progress = change(Progress);

    /// <summary>Notes a state; a changed one is stored at once.</summary>
    public async Task SetAsync(ProjectionState state, string? reason, string? remedy, CancellationToken cancellationToken)
    {
        var changed = Progress.State != state;
        Progress = Progress with { State = state, Reason = reason, Remedy = remedy, Since = changed ? time.GetUtcNow() : Progress.Since };
        if (changed)
        {
            await SaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Until when what others wait for must be stored; null when nothing is waiting to be.</summary>
    public TimeSpan? NextDue => _hasPassed ? Often - time.GetElapsedTime(_storedAt) : null;

    /// <summary>Notes that changes were passed: whoever demands them through another process waits for it to be stored.</summary>
    /// <remarks>Not told by the checkpoint: that moves with every transaction of the cluster, also with the one that stores it.</remarks>
    public void Passed() => _hasPassed = true;

    /// <summary>Stores, when it is time to.</summary>
    public Task SaveIfDueAsync(CancellationToken cancellationToken)
    {
        var passed = time.GetElapsedTime(_storedAt);
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
        _storedAt = time.GetTimestamp();
    }

    private ProjectionProgress WithCounts() => Progress with
    {
        Applied = health.AppliedCount,
        AppliedPerSecond = health.AppliedPerSecond,
        Retries = health.Retries,
        Breaker = health.Breaker,
    };
}
