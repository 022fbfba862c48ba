namespace ThreeDb.Sync;

/// <summary>Bounds a rate: whoever takes more than is due waits until it is.</summary>
/// <param name="perSecond">The rate; 0 for no bound.</param>
/// <param name="time">The clock.</param>
internal sealed class Pace(int perSecond, TimeProvider time)
{
    private long _free = time.GetTimestamp();

    /// <summary>What may be taken at once: a second's worth, so that nobody waits longer behind it.</summary>
    public int AtOnce => perSecond > 0 ? perSecond : int.MaxValue;

    public async ValueTask WaitAsync(int count, CancellationToken cancellationToken)
    {
        if (perSecond <= 0)
        {
            return;
        }

        var now = time.GetTimestamp();
        var wait = _free - now;
        _free = Math.Max(_free, now) + (long)(count / (double)perSecond * time.TimestampFrequency);
        if (wait > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(wait / (double)time.TimestampFrequency), time, cancellationToken).ConfigureAwait(false);
        }
    }
}
