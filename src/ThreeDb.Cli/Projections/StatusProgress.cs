namespace ThreeDb.Cli;

/// <summary>Shows how far the work of a projection is, and says once why it stands still. Statuses are reported by the one who waits, one after another.</summary>
/// <param name="part">Where the work is shown.</param>
/// <param name="call">The call that waits.</param>
internal sealed class StatusProgress(ProgressPart part, Call call) : IProgress<ProjectionStatus>
{
    private long? _stalledAt;
    private bool _hasTold;

    /// <summary>Told when it has stood still for <see cref="StallPatience"/>; null when that is nobody's business.</summary>
    public Action? OnLongStall { get; init; }

    /// <summary>How long it may stand still.</summary>
    public TimeSpan StallPatience { get; init; } = TimeSpan.FromSeconds(30);

    public void Report(ProjectionStatus value)
    {
        if (value.Progress is { Total: > 0 } progress)
        {
            part.SetTotal(progress.Total);
            part.Report(progress.Done);
        }

        if (value.State != ProjectionState.Stalled)
        {
            _stalledAt = null;
            return;
        }

        if (!_hasTold)
        {
            _hasTold = true;
            call.Screen.Warn($"{value.Name} is stalled. {string.Join(" ", ProjectionText.Reasons(value, call.Screen.Command))}");
        }

        _stalledAt ??= call.Shell.Time.GetTimestamp();
        if (call.Shell.Time.GetElapsedTime(_stalledAt.Value) >= StallPatience)
        {
            OnLongStall?.Invoke();
        }
    }
}
