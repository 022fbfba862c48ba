namespace ThreeDb.Benchmarks;

/// <summary>What is within reach, and shortest paths.</summary>
internal static class WalkContest
{
    private const int Calls = 30;

    public static async Task RunAsync(
        GraphContest contest, GraphData graph, GraphContestant ours, IReadOnlyList<GraphContestant> peers, IReadOnlyList<int> depths, CancellationToken cancellationToken)
    {
        var (starts, ends) = (graph.Starts(Calls, 1), graph.Starts(Calls, 2));
        foreach (var depth in depths)
        {
            await contest.RunAsync($"{depth} steps, count", ours, peers, Calls, (one, i) => one.ReachAsync(starts[i], depth, cancellationToken), GraphAnswers.Equal, Held, cancellationToken);
        }

        await contest.RunAsync("shortest path", ours, peers.Where(peer => peer.Can(GraphTask.Path)), Calls,
            (one, i) => one.PathAsync(starts[i], ends[i], cancellationToken), GraphAnswers.Equal, Held, cancellationToken);
    }

    private static Bound? Held(string peer) => peer switch
    {
        "FalkorDB" => Bound.RatioAtMost(1 / 3d),
        "Neo4j" => Bound.RatioAtMost(1 / 5d),
        _ => null,
    };
}
