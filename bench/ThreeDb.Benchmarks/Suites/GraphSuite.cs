using ThreeDb.Graphs;

namespace ThreeDb.Benchmarks;

/// <summary>
/// The graph engine beside FalkorDB, Neo4j, Apache AGE, recursive SQL and igraph, on Debian's packages and on graphs whose degrees follow a power law.
/// Walks are asked over HTTP, of the others in their own ways; algorithms are timed without the way to them.
/// </summary>
internal static class GraphSuite
{
    private const int Nodes = 100_000;
    private const int SmallNodes = 20_000;
    private const int FewNodes = 5_000;
    private const int PerNode = 10;

    public static async Task RunAsync(BenchmarkOptions options, BenchmarkReport report, CancellationToken cancellationToken)
    {
        options.Doing?.Invoke("starting engines");
        await using var engines = options.StartEngines is { } start ? await start(["falkordb", "neo4j", "age"], cancellationToken) : null;
        await using var peers = await GraphPeers.MakeAsync(engines?.Engines ?? [], cancellationToken);
        foreach (var missing in peers.Missing)
        {
            options.Doing?.Invoke($"{missing} is not here: n/a");
        }

        if (options.ReadCatalogue is { } read)
        {
            options.Doing?.Invoke("reading Debian's catalogue");
            await SideBySideAsync(options, report, CatalogueGraph.Make(await read(cancellationToken)), peers, (_, _) => Task.CompletedTask, cancellationToken);
        }

        await SideBySideAsync(options, report, PowerLaw.Make(Nodes, PerNode * Nodes), peers, async (stage, ours) =>
        {
            foreach (var task in (GraphTask[])[GraphTask.PageRank, GraphTask.Components, GraphTask.Labels])
            {
                await GraphCores.RunAsync(options, report, stage.Graph.Title, ours.Subgraph, task, cancellationToken);
            }

            await new LiveReads(stage).RunAsync(options, report, cancellationToken);
            await GraphGrowth.RunAsync(options, report, stage.Store, stage.Database, cancellationToken);
        }, cancellationToken);
        await SmallAsync(options, report, peers, cancellationToken);
        await BetweennessAsync(options, report, peers, cancellationToken);
    }

    private static async Task SideBySideAsync(
        BenchmarkOptions options, BenchmarkReport report, GraphData graph, GraphPeers peers, Func<GraphStage, ThreeDbContestant, Task> more, CancellationToken cancellationToken)
    {
        await using var stage = await GraphStage.SetAsync(options, graph, cancellationToken);
        var ours = await stage.OursAsync(cancellationToken);
        await using var sql = await stage.SqlAsync(GraphContest.Patience, cancellationToken);
        foreach (var peer in peers.Engines)
        {
            options.Doing?.Invoke($"{graph.Title}: into {peer.Name}");
            await peer.LoadAsync(graph, cancellationToken);
        }

        var contest = new GraphContest(options, report, graph);
        await WalkContest.RunAsync(contest, graph, ours, [.. peers.Engines, sql], [2, 3, 5], cancellationToken);
        await AnalysisContest.RunAsync(report, contest, graph.Title, ours, peers.Engines, cancellationToken);
        await more(stage, ours);
    }

    // What AGE can still be asked.
    private static async Task SmallAsync(BenchmarkOptions options, BenchmarkReport report, GraphPeers peers, CancellationToken cancellationToken)
    {
        if (peers.Age is not { } age)
        {
            return;
        }

        var graph = PowerLaw.Make(SmallNodes, PerNode * SmallNodes);
        await using var stage = await GraphStage.SetAsync(options, graph, cancellationToken);
        var ours = await stage.OursAsync(cancellationToken);
        await age.LoadAsync(graph, cancellationToken);
        await WalkContest.RunAsync(new GraphContest(options, report, graph), graph, ours, [age], [2, 3], cancellationToken);
    }

    private static async Task BetweennessAsync(BenchmarkOptions options, BenchmarkReport report, GraphPeers peers, CancellationToken cancellationToken)
    {
        var graph = PowerLaw.Make(FewNodes, PerNode * FewNodes);
        var subgraph = Subgraph.Of(graph.NodeCount, graph.Sources, graph.Targets);
        if (peers.Igraph is { } igraph)
        {
            options.Doing?.Invoke($"{graph.Title}: betweenness");
            await igraph.LoadAsync(graph, cancellationToken);
            var (expected, answer) = (Ours().Answer, await igraph.AnswerAsync(GraphTask.Betweenness, cancellationToken));
            if (Math.Abs(expected - answer) > 1e-6 * answer)
            {
                throw new InvalidOperationException($"The betweenness of all nodes adds up to {expected:N1} in 3db and to {answer:N1} in igraph.");
            }

            var rounds = await Rounds.AlternateAsync(
                _ => Task.FromResult(Ours().Milliseconds), async _ => (await igraph.AnalyzeAsync(GraphTask.Betweenness, cancellationToken)).Milliseconds, cancellationToken);
            report.Rows = graph.NodeCount;
            report.Add($"{graph.Title}: betweenness, exact, all cores", "ms", "igraph", rounds, Bound.RatioAtMost(1));
        }

        await GraphCores.RunAsync(options, report, graph.Title, subgraph, GraphTask.Betweenness, cancellationToken);

        Timed Ours() => ThreeDbContestant.Run(subgraph, GraphTask.Betweenness, new AlgorithmRun(cancellationToken: cancellationToken));
    }
}
