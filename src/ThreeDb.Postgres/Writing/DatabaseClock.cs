namespace ThreeDb.Postgres;

/// <summary>The clock of the database, as last read and carried on by this machine's monotonic one. Behind it by less than a round trip.</summary>
internal sealed class DatabaseClock(TimeProvider time)
{
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(10);

    private volatile Reading? _last;

    /// <summary>The time to the microsecond; null when the database has not told it for ten seconds.</summary>
    public DateTimeOffset? Now
    {
        get
        {
            if (_last is not { } last || time.GetElapsedTime(last.Timestamp) is var elapsed && elapsed > Trusted)
            {
                return null;
            }

            return last.At + new TimeSpan(elapsed.Ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond);
        }
    }

    public void Observe(DateTimeOffset at) => _last = new Reading(at, time.GetTimestamp());

    private sealed record Reading(DateTimeOffset At, long Timestamp);
}
