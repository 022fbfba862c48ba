using System.Diagnostics;

namespace ThreeDb.Benchmarks;

/// <summary>What clients that call as fast as they can got done together.</summary>
/// <param name="PerSecond">Calls per second.</param>
/// <param name="Latencies">How long each took.</param>
internal sealed record Crowd(double PerSecond, Samples Latencies)
{
    /// <summary>Lets clients call for a while.</summary>
    /// <param name="clients">How many at once.</param>
    /// <param name="time">How long.</param>
    /// <param name="call">One call; gets the number of the client and of the call, the latter unique over all clients.</param>
    public static async Task<Crowd> RunAsync(int clients, TimeSpan time, Func<int, int, Task> call)
    {
        var numbers = -1;
        var start = Stopwatch.GetTimestamp();
        var each = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var samples = new Samples();
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                var begun = Stopwatch.GetTimestamp();
                await call(client, Interlocked.Increment(ref numbers));
                samples.Add(Stopwatch.GetElapsedTime(begun));
            }

            return samples;
        })));
        var elapsed = Stopwatch.GetElapsedTime(start);
        var all = new Samples();
        foreach (var samples in each)
        {
            all.Add(samples);
        }

        return new Crowd(all.Count / elapsed.TotalSeconds, all);
    }
}
