namespace ThreeDb.Benchmarks;

/// <summary>Algorithms over the whole graph.</summary>
internal static class AnalysisContest
{
    private const double Modularity = 0.99;

    // One call after the turns of all others would find its caches cold; the median of a round is a warm one, whoever's it is.
    private const int Calls = 5;

    private static readonly (GraphTask Task, string Name)[] Tasks =
    [
        (GraphTask.PageRank, "PageRank, 20 iterations"), (GraphTask.SettledPageRank, "PageRank, until changes add up to 0.0001"), (GraphTask.Components, "weak components"),
        (GraphTask.Labels, "label propagation"),
    ];

    public static async Task RunAsync(
        BenchmarkReport report, GraphContest contest, string title, GraphContestant ours, IReadOnlyList<GraphContestant> peers, CancellationToken cancellationToken)
    {
        await GraphAnswers.CompareAsync(ours, peers.Where(peer => peer.Can(GraphTask.PageRank)), cancellationToken);
        foreach (var (task, name) in Tasks)
        {
            await contest.RunAsync(name, ours, peers.Where(peer => peer.Can(task)), Calls, (one, _) => one.AnalyzeAsync(task, cancellationToken), null, Held, cancellationToken);
        }

        var found = await contest.RunAsync("Louvain", ours, peers.Where(peer => peer.Can(GraphTask.Louvain)), 1,
            (one, _) => one.AnalyzeAsync(GraphTask.Louvain, cancellationToken), null, peer => peer == "igraph" ? Bound.RatioAtMost(1) : null, cancellationToken);
        foreach (var (peer, modularity) in found.Where(one => one.Key != ours.Name))
        {
            report.Add($"{title}: Louvain, modularity", "", found[ours.Name], peer, modularity, peer == "igraph" ? Bound.RatioAtLeast(Modularity) : null);
        }
    }

    private static Bound? Held(string peer) => peer switch
    {
        "FalkorDB" => Bound.RatioAtMost(1 / 2d),
        "Neo4j" => Bound.RatioAtMost(1 / 5d),
        "igraph" => Bound.RatioAtMost(1),
        _ => null,
    };
}
