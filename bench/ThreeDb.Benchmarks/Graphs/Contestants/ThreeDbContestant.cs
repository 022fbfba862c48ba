using System.Diagnostics;
using ThreeDb.Graphs;
using ThreeDb.Postgres;

namespace ThreeDb.Benchmarks;

/// <summary>3db: walks over HTTP, from a server in a process of its own; algorithms in this process, over the graph as the engine loads it, as igraph has them.</summary>
internal sealed class ThreeDbContestant(IGraph graphs, PostgresStore store, int tenant) : GraphContestant("3db")
{
    private static readonly Traversal Along = new() { Direction = Direction.Out, Depth = 20 };
    private static readonly PageRankOptions Ranks = new() { MaximumIterations = 20, Tolerance = 0 };

    private Subgraph? _subgraph;
    private int _seed;

    /// <summary>The graph that algorithms run on; taken in by <see cref="LoadAsync"/>.</summary>
    public Subgraph Subgraph => _subgraph ?? throw new InvalidOperationException("No graph was loaded.");

    public override async Task LoadAsync(GraphData graph, CancellationToken cancellationToken)
    {
        var rows = new GraphBuilder(new GraphNames());
        await store.LoadGraphAsync(tenant, rows, cancellationToken);
        _subgraph = new SubgraphMaker().Make(MemoryGraph.Of(rows).Current, SubgraphSelection.All, cancellationToken: cancellationToken);
        var first = new ReachOptions { Depth = 1, Explain = true };
        for (var how = await SourceAsync(); how != "memory"; how = await SourceAsync())
        {
            await Task.Delay(20, cancellationToken);
        }

        async Task<string?> SourceAsync() => (await graphs.ReachAsync(GraphData.IdOf(graph.Sources[0]), first, cancellationToken)).Explanation?.Source;
    }

    public override bool Can(GraphTask task) => true;

    public override Task<Timed> ReachAsync(int start, int depth, CancellationToken cancellationToken) =>
        TimeAsync(async () => (await graphs.ReachAsync(GraphData.IdOf(start), new ReachOptions { Depth = depth, MaxVisited = ReachOptions.MostVisited }, cancellationToken)).Total);

    public override Task<Timed> PathAsync(int from, int to, CancellationToken cancellationToken) =>
        TimeAsync(async () => (await graphs.ShortestPathAsync(GraphData.IdOf(from), GraphData.IdOf(to), Along, cancellationToken)).Path?.Length ?? -1);

    // Another seed every time, as igraph and GDS have.
    public override Task<Timed> AnalyzeAsync(GraphTask task, CancellationToken cancellationToken) =>
        Task.FromResult(Run(Subgraph, task, new AlgorithmRun(seed: ++_seed, cancellationToken: cancellationToken)));

    public override Task<double> AnswerAsync(GraphTask task, CancellationToken cancellationToken) =>
        Task.FromResult(Run(Subgraph, task, new AlgorithmRun(cancellationToken: cancellationToken)).Answer);

    public override Task<double[]> RanksAsync(CancellationToken cancellationToken) =>
        Task.FromResult(PageRank.Run(Subgraph, Ranks, new AlgorithmRun(cancellationToken: cancellationToken)).Scores);

    /// <summary>Runs an algorithm on a graph in this process.</summary>
    public static Timed Run(Subgraph graph, GraphTask task, AlgorithmRun run)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = task switch
        {
            GraphTask.PageRank => PageRank.Run(graph, Ranks, run).Iterations,
            GraphTask.SettledPageRank => PageRank.Run(graph, new PageRankOptions { Tolerance = 1e-4 }, run).Iterations,
            GraphTask.Components => WeakComponents.Run(graph, new WeakComponentsOptions(), run).Components.Count,
            GraphTask.Labels => LabelPropagation.Run(graph, new LabelPropagationOptions { Iterations = 10 }, run).Communities.Count,
            GraphTask.Louvain => Louvain.Run(graph, new LouvainOptions(), run).Modularity,
            GraphTask.Betweenness => Betweenness.Run(graph, new BetweennessOptions(), run).Scores.Sum(),
            _ => throw new ArgumentOutOfRangeException(nameof(task)),
        };
        return new Timed(Stopwatch.GetElapsedTime(start).TotalMilliseconds, answer);
    }
}
