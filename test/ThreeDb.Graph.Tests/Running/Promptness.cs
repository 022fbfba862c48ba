using System.Diagnostics;
using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>Checks that an algorithm reports often enough to stop within 50 ms, that it stops, and that its progress never falls.</summary>
/// <remarks>
/// What is allowed for a busy machine: of five tries the best one counts, and a time is no longer than the CPU that this process has used in it, whatever others did to
/// the cores meanwhile.
/// </remarks>
public static class Promptness
{
    private const int Attempts = 5; // Others work on the machine as well; what is always slow fails all of them.

    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);

    /// <summary>A graph of which every algorithm has more than a moment to do, with all directions made.</summary>
    public static readonly Lazy<Subgraph> LargeGraph = new(() =>
    {
        var graph = GraphShapes.PowerLaw(new Random(3), 100_000, 1_000_000);
        _ = graph.Undirected;
        return graph;
    });

    public static void Holds(Action<AlgorithmRun> algorithm)
    {
        foreach (var threads in new[] { 1, 2 })
        {
            Assert.Contains(Enumerable.Range(0, Attempts), _ => LongestSilence(algorithm, threads) <= Limit);
            Assert.Contains(Enumerable.Range(0, Attempts), _ => TimeToStop(algorithm, threads) <= Limit);
        }

        Assert.Throws<OperationCanceledException>(() => algorithm(new AlgorithmRun(cancellationToken: new CancellationToken(canceled: true))));
    }

    private static TimeSpan LongestSilence(Action<AlgorithmRun> algorithm, int threads)
    {
        var (longest, before, reports) = (TimeSpan.Zero, 0d, 0);
        var spent = Spent.Now;
        algorithm(new AlgorithmRun(new Told(done =>
        {
            Assert.InRange(done, before, 1);
            reports++;
            before = done;
            End();
        }), threads: threads));
        End();
        Assert.True(reports > 2);
        return longest;

        void End()
        {
            var silence = spent.Since;
            longest = silence > longest ? silence : longest;
            spent = Spent.Now;
        }
    }

    private static TimeSpan TimeToStop(Action<AlgorithmRun> algorithm, int threads)
    {
        using var stop = new CancellationTokenSource();
        var (spent, reports) = (Spent.Now, 0);
        var run = new AlgorithmRun(
            new Told(_ =>
            {
                if (++reports == 2)
                {
                    spent = Spent.Now;
                    stop.Cancel();
                }
            }),
            threads: threads,
            cancellationToken: stop.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => algorithm(run));
        return spent.Since;
    }

    private sealed class Told(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }

    /// <summary>A moment, by the clock and by the CPU that this process has used up to it.</summary>
    private readonly record struct Spent(long Timestamp, TimeSpan Cpu)
    {
        public static Spent Now => new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);

        /// <summary>What has passed since: the shorter of both.</summary>
        public TimeSpan Since
        {
            get
            {
                var (elapsed, used) = (Stopwatch.GetElapsedTime(Timestamp), Environment.CpuUsage.TotalTime - Cpu);
                return elapsed < used ? elapsed : used;
            }
        }
    }
}
