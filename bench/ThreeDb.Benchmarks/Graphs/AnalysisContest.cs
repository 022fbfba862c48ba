namespace ThreeDb.Benchmarks;

/// <summary>Algorithms over the whole graph.</summary>
internal static class AnalysisContest
{
    private const double Modularity = 0.99;

    public static async Task RunAsync(
        BenchmarkReport report, GraphContest contest, string title, GraphContestant ours, IReadOnlyList<GraphContestant> peers, CancellationToken cancellationToken)
    {
        IReadOnlyList<GraphContestant> able = [.. peers.Where(peer => peer.Can(GraphTask.PageRank))];
        await GraphAnswers.CompareAsync(ours, able, cancellationToken);
        foreach (var (task, name) in ((GraphTask, string)[])[(GraphTask.PageRank, "PageRank, 20 iterations"), (GraphTask.Components, "weak components"), (GraphTask.Labels, "label propagation")])
        {
            await contest.RunAsync(name, ours, able, 1, (one, _) => one.AnalyzeAsync(task, cancellationToken), null, Held, cancellationToken);
        }

        IReadOnlyList<GraphContestant> louvain = [.. peers.Where(peer => peer.Can(GraphTask.Louvain))];
        foreach (var peer in louvain)
        {
            report.Add($"{title}: Louvain, modularity", "", await ours.AnswerAsync(GraphTask.Louvain, cancellationToken), peer.Name,
                await peer.AnswerAsync(GraphTask.Louvain, cancellationToken), peer.Name == "igraph" ? Bound.RatioAtLeast(Modularity) : null);
        }

        await contest.RunAsync("Louvain", ours, louvain, 1, (one, _) => one.AnalyzeAsync(GraphTask.Louvain, cancellationToken), null,
            peer => peer == "igraph" ? Bound.RatioAtMost(1) : null, cancellationToken);
    }

    private static Bound? Held(string peer) => peer switch
    {
        "FalkorDB" => Bound.RatioAtMost(1 / 2d),
        "Neo4j" => Bound.RatioAtMost(1 / 5d),
        "igraph" => Bound.RatioAtMost(1),
        _ => null,
    };
}
