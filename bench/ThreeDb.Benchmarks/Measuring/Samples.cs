using System.Diagnostics;

namespace ThreeDb.Benchmarks;

/// <summary>How long each of many calls took.</summary>
internal sealed class Samples
{
    private readonly List<double> _milliseconds = [];
    private bool _sorted = true;

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan time)
    {
        _milliseconds.Add(time.TotalMilliseconds);
        _sorted = false;
    }

    public void Add(Samples others)
    {
        _milliseconds.AddRange(others._milliseconds);
        _sorted = false;
    }

    /// <summary>The time in milliseconds that this share of the calls did not exceed.</summary>
    public double At(double share)
    {
        if (!_sorted)
        {
            _milliseconds.Sort();
            _sorted = true;
        }

        return _milliseconds[Math.Clamp((int)Math.Ceiling(share * _milliseconds.Count) - 1, 0, _milliseconds.Count - 1)];
    }

    /// <summary>Times calls one after the other.</summary>
    public static async Task<Samples> OfAsync(int calls, Func<int, Task> call)
    {
        var samples = new Samples();
        for (var i = 0; i < calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call(i);
            samples.Add(Stopwatch.GetElapsedTime(start));
        }

        return samples;
    }
}
