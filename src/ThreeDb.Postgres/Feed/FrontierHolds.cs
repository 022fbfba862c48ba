namespace ThreeDb.Postgres;

/// <summary>Since when this process has seen the frontier where it is, for where PostgreSQL does not tell the age of the transaction that holds it.</summary>
internal sealed class FrontierHolds(TimeProvider time)
{
    private readonly Lock _lock = new();
    private ulong _frontier;
    private long _since;

    /// <summary>How long the frontier has been seen at this place.</summary>
    public TimeSpan SeenFor(ulong frontier)
    {
        lock (_lock)
        {
            if (frontier != _frontier)
            {
                (_frontier, _since) = (frontier, time.GetTimestamp());
            }

            return time.GetElapsedTime(_since);
        }
    }
}
