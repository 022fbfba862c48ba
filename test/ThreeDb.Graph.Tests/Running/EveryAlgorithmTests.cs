using System.Diagnostics;
using System.Text.Json;
using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Graph.Tests;

[Collection(nameof(Alone))]
public sealed class EveryAlgorithmTests
{
    private static readonly Lazy<Subgraph> Middling = new(() => GraphShapes.Weighted(new Random(7), GraphShapes.PowerLaw(new Random(6), 3000, 150_000)));

    private static readonly Lazy<Subgraph> Large = new(() => GraphShapes.PowerLaw(new Random(8), 100_000, 1_000_000));

    private static readonly Lazy<Subgraph> LargeWeighted = new(() => GraphShapes.Weighted(new Random(9), Large.Value));

    private static readonly JsonSerializerOptions Shape = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    [Theory]
    [MemberData(nameof(EveryAlgorithm.Names), MemberType = typeof(EveryAlgorithm))]
    public void Results_are_the_same_to_the_last_bit_with_any_number_of_threads(string name)
    {
        var one = Answer(name, Middling.Value, threads: 1);
        Assert.True(AlgorithmRun.RangesOf(Middling.Value.In) > 1);
        Assert.Equal(one, Answer(name, Middling.Value, threads: 2));
        Assert.Equal(one, Answer(name, Middling.Value, threads: 5));
    }

    [Theory]
    [MemberData(nameof(EveryAlgorithm.Names), MemberType = typeof(EveryAlgorithm))]
    public void Empty_graph_and_one_node_have_an_answer(string name)
    {
        Assert.NotNull(EveryAlgorithm.Run(name, Subgraph.Of(1, [], []), new AlgorithmRun()));
        Assert.NotNull(EveryAlgorithm.Run(name, Subgraph.Of(1, [0, 0], [0, 0]), new AlgorithmRun()));
        if (Record.Exception(() => EveryAlgorithm.Run(name, Subgraph.Of(0, [], []), new AlgorithmRun())) is { } fault)
        {
            Assert.Equal(ErrorCodes.InvalidParameter, Assert.IsType<ThreeDbException>(fault).Code); // It asks for node 0.
        }
    }

    [Theory]
    [MemberData(nameof(EveryAlgorithm.Names), MemberType = typeof(EveryAlgorithm))]
    public void Progress_grows_from_0_to_1(string name)
    {
        foreach (var threads in new[] { 1, 2 })
        {
            var told = new List<double>();
            EveryAlgorithm.Run(name, Middling.Value, new AlgorithmRun(new Progress(told.Add), threads: threads));
            Assert.All(told, share => Assert.InRange(share, 0, 1));
            Assert.Equal(told.Order(), told);
            Assert.Equal((0, 1), (told[0], told[^1]));
        }
    }

    // Betweenness visits 150,000 relations from each of 3,000 nodes; a byte for each visit would be 450 MB.
    [Theory]
    [MemberData(nameof(EveryAlgorithm.Names), MemberType = typeof(EveryAlgorithm))]
    public void Memory_grows_with_the_graph_and_not_with_the_visits(string name)
    {
        var graph = Middling.Value;
        var run = new AlgorithmRun(threads: 1);
        EveryAlgorithm.Run(name, graph, run);
        var before = GC.GetAllocatedBytesForCurrentThread();
        EveryAlgorithm.Run(name, graph, run);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (600L * graph.NodeCount) + (24L * graph.RelationCount));
    }

    [Fact]
    public void Iterations_allocate_nothing()
    {
        var graph = Middling.Value;
        Assert.InRange(Allocated(500) - Allocated(5), -1024, 1024);

        long Allocated(int iterations) => AllocatedBytes.LeastOf(() =>
        {
            PageRank.Run(graph, new PageRankOptions { MaximumIterations = iterations, Tolerance = 0 }, new AlgorithmRun(threads: 1));
            Eigenvector.Run(graph, new EigenvectorOptions { MaximumIterations = iterations, Tolerance = 0 }, new AlgorithmRun(threads: 1));
        });
    }

    [Theory]
    [MemberData(nameof(EveryAlgorithm.Names), MemberType = typeof(EveryAlgorithm))]
    public void Cancelled_run_does_not_begin(string name)
    {
        var run = new AlgorithmRun(cancellationToken: new CancellationToken(true));
        Assert.ThrowsAny<OperationCanceledException>(() => EveryAlgorithm.Run(name, GraphShapes.Chain(10), run));
    }

    // Another process may hold the core at the wrong moment, so each delay has a few tries, and what this process has used of the CPU counts where that is less.
    [Theory]
    [MemberData(nameof(EveryAlgorithm.Names), MemberType = typeof(EveryAlgorithm))]
    public void Cancelled_run_on_a_large_graph_stops_within_50_ms(string name)
    {
        var graph = (name.Contains("weighted", StringComparison.Ordinal) ? LargeWeighted : Large).Value;
        foreach (var delay in new[] { 1, 7, 20, 60, 150 })
        {
            var shortest = Enumerable.Range(0, 5).Select(_ => Stops(name, graph, delay)).SkipWhile((took, i) => took > 50 && i < 4).First();
            Assert.True(shortest <= 50, $"{name}, cancelled after {delay} ms, stopped after another {shortest} ms");
        }
    }

    private static double Stops(string name, Subgraph graph, int delay)
    {
        using var source = new CancellationTokenSource();
        var (at, used) = (long.MaxValue, TimeSpan.Zero);
        using var registration = source.Token.Register(() =>
        {
            used = Environment.CpuUsage.TotalTime;
            Volatile.Write(ref at, Stopwatch.GetTimestamp());
        });
        source.CancelAfter(delay);
        try
        {
            EveryAlgorithm.Run(name, graph, new AlgorithmRun(threads: 2, cancellationToken: source.Token));
        }
        catch (OperationCanceledException)
        {
        }

        return Volatile.Read(ref at) is var cancelled and < long.MaxValue
            ? Math.Min(Stopwatch.GetElapsedTime(cancelled).TotalMilliseconds, (Environment.CpuUsage.TotalTime - used).TotalMilliseconds)
            : 0;
    }

    private static string Answer(string name, Subgraph graph, int threads) =>
        JsonSerializer.Serialize(EveryAlgorithm.Run(name, graph, new AlgorithmRun(seed: 3, threads: threads)), Shape);
}
