namespace ThreeDb.Postgres;

/// <summary>Wakes one loop. Raising it again before the loop has looked does nothing.</summary>
internal sealed class WakeUp
{
    private int _raised;
    private TaskCompletionSource? _sleeper;

    /// <summary>Whether it was raised and the loop has not looked since.</summary>
    public bool IsRaised => Volatile.Read(ref _raised) == 1;

    public void Raise()
    {
        // Each side writes its own field before it reads the other's, so that one of them sees the other.
        if (Volatile.Read(ref _raised) == 0 && Interlocked.Exchange(ref _raised, 1) == 0)
        {
            Volatile.Read(ref _sleeper)?.TrySetResult();
        }
    }

    /// <summary>Waits until it is raised. Only one loop may wait.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        var sleeper = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _sleeper, sleeper);
        if (!IsRaised)
        {
            await sleeper.Task.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Volatile.Write(ref _sleeper, null);
    }

    /// <summary>Says that the loop looks now: what is raised from here on wakes it again.</summary>
    public void Take() => Interlocked.Exchange(ref _raised, 0);
}
