namespace ThreeDb.LocalPostgres;

/// <summary>Ends a server by signals, each with its time, until it is gone. Only for processes known to be ours.</summary>
internal static class ServerStop
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <param name="process">The server.</param>
    /// <param name="steps">Signals from the gentlest on, each with the time that it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the wait, not the signals sent.</param>
    public static async Task StopAsync(
        int process, IReadOnlyList<(int Signal, TimeSpan Patience)> steps, TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var (signal, patience) in steps)
        {
            Libc.Signal(process, signal);
            var began = time.GetTimestamp();
            while (time.GetElapsedTime(began) < patience)
            {
                if (!ProcessTable.IsAlive(process))
                {
                    return;
                }

                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
        }

        if (ProcessTable.IsAlive(process))
        {
            throw new ThreeDbException(ErrorCodes.ServerDidNotStart, $"The server (process {process}) does not end.",
                "It waits for the kernel, most likely for a disk; look at the system's log.");
        }
    }
}
