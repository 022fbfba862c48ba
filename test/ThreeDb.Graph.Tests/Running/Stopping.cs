using System.Diagnostics;

namespace ThreeDb.Graph.Tests;

/// <summary>Checks that work which never ends by itself stops within 50 ms of being told to.</summary>
/// <remarks>
/// What is allowed for a busy machine: of five tries the best one counts, and a try is good when 50 ms have passed by the clock or when this process has used no more than
/// 50 ms of CPU since, whatever others did to the cores meanwhile.
/// </remarks>
public static class Stopping
{
    private const double Limit = 50;
    private const int Attempts = 5;

    private static readonly int[] DelaysInMilliseconds = [2, 30, 120, 400];

    /// <param name="work">Does something that takes longer than the limit, each time anew.</param>
    public static void IsQuick(Action<CancellationToken> work)
    {
        foreach (var delay in DelaysInMilliseconds)
        {
            var shortest = Enumerable.Range(0, Attempts).Select(_ => TimeToStop(work, delay)).SkipWhile((took, i) => took > Limit && i < Attempts - 1).First();
            Assert.True(shortest <= Limit, $"Cancelled after {delay} ms it stopped after another {shortest:N0} ms.");
        }
    }

    private static double TimeToStop(Action<CancellationToken> work, int delay)
    {
        using var source = new CancellationTokenSource();
        var (at, used) = (0L, TimeSpan.Zero);
        using var registration = source.Token.Register(() => (at, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime));
        source.CancelAfter(delay);
        Assert.ThrowsAny<OperationCanceledException>(Work);
        var (elapsed, cpu) = (Stopwatch.GetElapsedTime(at), Environment.CpuUsage.TotalTime - used);
        return Math.Min(elapsed.TotalMilliseconds, cpu.TotalMilliseconds);

        void Work()
        {
            while (true)
            {
                work(source.Token);
                source.Token.ThrowIfCancellationRequested();
            }
        }
    }
}
