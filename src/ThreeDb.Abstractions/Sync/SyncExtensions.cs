namespace ThreeDb;

/// <summary>Waiting for projections.</summary>
public static class SyncExtensions
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until work that was asked for is done.</summary>
    /// <param name="sync">The projections.</param>
    /// <param name="name">The projection.</param>
    /// <param name="work"><c>rebuild</c> or <c>reconcile</c>.</param>
    /// <param name="atMost">The longest wait; null for as long as it takes.</param>
    /// <param name="progress">Told every status that is seen.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="cancellationToken">Stops waiting; the work goes on.</param>
    /// <returns>The last status. The work is not done when <see cref="ProjectionStatus.Unfinished"/> still names it: the wait is over, or somebody has to do something first.</returns>
    /// <exception cref="ThreeDbException"><c>TDB7005</c>.</exception>
    public static Task<ProjectionStatus> FinishAsync(
        this ISync sync, string name, string work, TimeSpan? atMost = null, IProgress<ProjectionStatus>? progress = null,
        TimeProvider? time = null, CancellationToken cancellationToken = default) =>
        WaitAsync(sync, name, status => !status.Unfinished.Contains(work), atMost, progress, time, cancellationToken);

    /// <summary>Waits until a projection is live and has nothing unfinished.</summary>
    /// <param name="sync">The projections.</param>
    /// <param name="name">The projection.</param>
    /// <param name="atMost">The longest wait; null for as long as it takes.</param>
    /// <param name="progress">Told every status that is seen.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The last status. It is not live when the wait is over, or when somebody has to do something first.</returns>
    /// <exception cref="ThreeDbException"><c>TDB7005</c>.</exception>
    public static Task<ProjectionStatus> LiveAsync(
        this ISync sync, string name, TimeSpan? atMost = null, IProgress<ProjectionStatus>? progress = null,
        TimeProvider? time = null, CancellationToken cancellationToken = default) =>
        WaitAsync(sync, name, status => status is { State: ProjectionState.Live, Unfinished.Count: 0 }, atMost, progress, time, cancellationToken);

    private static async Task<ProjectionStatus> WaitAsync(
        ISync sync, string name, Func<ProjectionStatus, bool> isDone, TimeSpan? atMost, IProgress<ProjectionStatus>? progress, TimeProvider? time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sync);
        time ??= TimeProvider.System;
        var started = time.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(20); ; pause *= 2)
        {
            var status = await sync.GetAsync(name, cancellationToken).ConfigureAwait(false);
            progress?.Report(status);
            var left = atMost - time.GetElapsedTime(started);
            if (isDone(status) || status.State is ProjectionState.Broken or ProjectionState.Paused || left <= TimeSpan.Zero)
            {
                return status;
            }

            pause = pause < LongestPause ? pause : LongestPause;
            await Task.Delay(left < pause ? left.Value : pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
