namespace ThreeDb.Sync;

/// <summary>Wakes one waiter, or the next one that comes.</summary>
internal sealed class Wake : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Set()
    {
        try
        {
            _signal.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody has woken it already, or it is not waited for any more.
        }
    }

    /// <summary>Waits until woken, until something else is done, or for a time.</summary>
    /// <returns>Whether it was woken.</returns>
    public async Task<bool> WaitAsync(Func<CancellationToken, Task>? other, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var woken = _signal.WaitAsync(atMost, both.Token);
        Task[] first = other is null ? [woken] : [woken, other(both.Token)];
        await Task.WhenAny(first).ConfigureAwait(false);
        await both.CancelAsync().ConfigureAwait(false);
        foreach (var task in first)
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return woken.IsCompletedSuccessfully && woken.Result;
    }

    public void Dispose() => _signal.Dispose();
}
