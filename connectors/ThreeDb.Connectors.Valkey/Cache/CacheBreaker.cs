namespace ThreeDb.Connectors.Valkey;

/// <summary>Leaves a server alone that has just failed: one attempt after a quarter of a second, then after twice that, up to five seconds.</summary>
/// <param name="time">The clock.</param>
internal sealed class CacheBreaker(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private TimeSpan _pause;
    private long _since;

    /// <summary>Whether the server may be asked. While it is left alone, one caller after each pause may.</summary>
    public bool Allows()
    {
        lock (_lock)
        {
            if (_pause == TimeSpan.Zero)
            {
                return true;
            }

            if (time.GetElapsedTime(_since) < _pause)
            {
                return false;
            }

            _since = time.GetTimestamp();
            return true;
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            _pause = TimeSpan.Zero;
        }
    }

    public void Failed()
    {
        lock (_lock)
        {
            // Failures of what was in flight together count once.
            if (_pause == TimeSpan.Zero || time.GetElapsedTime(_since) >= First)
            {
                _pause = _pause == TimeSpan.Zero ? First : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, Longest.Ticks));
            }

            _since = time.GetTimestamp();
        }
    }
}
