namespace ThreeDb.Graphs;

/// <summary>Times as graphs keep them.</summary>
public static class GraphTime
{
    /// <summary>Microseconds since 1970, as PostgreSQL has them: what is finer is cut off.</summary>
    public static long Micros(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The same; null for none.</summary>
    public static long? Micros(DateTimeOffset? time) => time is { } given ? Micros(given) : null;

    /// <summary>The same of a time that PostgreSQL keeps: the first and the last of all times are infinitely far there. Null for none.</summary>
    public static long? StoredMicros(DateTimeOffset? time) =>
        time == DateTimeOffset.MinValue ? long.MinValue : time == DateTimeOffset.MaxValue ? long.MaxValue : Micros(time);
}
