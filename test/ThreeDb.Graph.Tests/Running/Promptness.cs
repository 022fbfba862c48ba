using System.Diagnostics;
using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

/// <summary>Checks that an algorithm reports often enough to stop within 50 ms, that it stops, and that its progress never falls.</summary>
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
        var (watch, longest, before) = (Stopwatch.StartNew(), TimeSpan.Zero, 0d);
        var reports = 0;
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
            longest = watch.Elapsed > longest ? watch.Elapsed : longest;
            watch.Restart();
        }
    }

    private static TimeSpan TimeToStop(Action<AlgorithmRun> algorithm, int threads)
    {
        using var stop = new CancellationTokenSource();
        var watch = new Stopwatch();
        var reports = 0;
        var run = new AlgorithmRun(
            new Told(_ =>
            {
                if (++reports == 2)
                {
                    watch.Start();
                    stop.Cancel();
                }
            }),
            threads: threads,
            cancellationToken: stop.Token);
        Assert.ThrowsAny<OperationCanceledException>(() => algorithm(run));
        return watch.Elapsed;
    }

    private sealed class Told(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }
}
