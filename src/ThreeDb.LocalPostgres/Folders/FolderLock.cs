namespace ThreeDb.LocalPostgres;

/// <summary>
/// An exclusive lock on a file (flock, which .NET takes for <see cref="FileShare.None"/>). The kernel releases it when the process
/// dies, so it is never stale. It also holds between two callers inside one process.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const int WouldBlock = 11; // EWOULDBLOCK

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream file;

    private FolderLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock, waiting for its holder.</summary>
    /// <param name="path">The lock's file; its folder exists.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="onWait">Called once when somebody else holds it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<FolderLock> TakeAsync(
        string path, TimeSpan limit, Action onWait, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var waits = 0; ; waits++)
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }

            if (waits == 0)
            {
                onWait();
            }

            if (time.GetElapsedTime(began) >= limit)
            {
                throw new ThreeDbException(ErrorCodes.LockBusy,
                    $"Another 3db still works in '{Path.GetDirectoryName(path)}' after {limit.TotalSeconds:0} s; it holds '{path}'.");
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => file.Dispose();

    private static FolderLock? TryTake(string path)
    {
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FolderFault.From(exception, Path.GetDirectoryName(path)!);
        }
    }
}
