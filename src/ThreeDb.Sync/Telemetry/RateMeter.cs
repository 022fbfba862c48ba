namespace ThreeDb.Sync;

/// <summary>Counts per second over the last ten seconds.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    private const int Seconds = 10;

    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[Seconds];
    private readonly long _start = time.GetTimestamp();
    private long _second;

    public double PerSecond
    {
        get
        {
            lock (_lock)
            {
                Move();
                var whole = Math.Clamp(time.GetElapsedTime(_start).TotalSeconds, 1, Seconds);
                return Math.Round(_counts.Sum() / whole, 1);
            }
        }
    }

    public void Add(int count)
    {
        lock (_lock)
        {
            Move();
            _counts[_second % Seconds] += count;
        }
    }

    private void Move()
    {
        var now = (long)time.GetElapsedTime(_start).TotalSeconds;
        for (var passed = Math.Min(now - _second, Seconds); passed > 0; passed--)
        {
            _counts[(now - passed + 1) % Seconds] = 0;
        }

        _second = now;
    }
}
