using ThreeDb.Graphs;

namespace ThreeDb.Benchmarks;

/// <summary>Algorithms with all cores beside the same with one.</summary>
internal static class GraphCores
{
    private const int Cores = 2;
    private const double Gain = 1.6;

    // As in the contests: the first call after the other's turn finds caches cold and the second core asleep.
    private const int Calls = 5;

    public static async Task RunAsync(BenchmarkOptions options, BenchmarkReport report, string title, Subgraph graph, GraphTask task, CancellationToken cancellationToken)
    {
        if (Environment.ProcessorCount < Cores)
        {
            return;
        }

        options.Doing?.Invoke($"{title}: {task} on {Cores} cores and on one");
        report.Rows = graph.NodeCount;
        var rounds = await Rounds.AlternateAsync(_ => TimeAsync(Cores), _ => TimeAsync(1), cancellationToken);
        report.Add($"{title}: {task} on {Cores} cores", "ms", "one core", rounds, Bound.RatioAtMost(1 / Gain));

        Task<double> TimeAsync(int threads)
        {
            var calls = new Samples();
            for (var i = 0; i < Calls; i++)
            {
                calls.Add(TimeSpan.FromMilliseconds(ThreeDbContestant.Run(graph, task, new AlgorithmRun(threads: threads, cancellationToken: cancellationToken)).Milliseconds));
            }

            return Task.FromResult(calls.At(0.5));
        }
    }
}
