using System.Globalization;
using ThreeDb.Connectors.Resp;

namespace ThreeDb.Benchmarks;

/// <summary>
/// FalkorDB over its own protocol. What is within reach is asked of <c>algo.BFS</c>: the pattern <c>(a)-[:R*1..3]->(b)</c> leaves out what it met first on a longer
/// way, 543 of 747 nodes in one case (seen on 4.16.3).
/// </summary>
internal sealed class FalkorDbContestant(string url) : GraphContestant("FalkorDB")
{
    private const string Key = "bench";

    private readonly RespClient _client = new(new RespOptions
    {
        Endpoint = RespEndpoint.Parse(url), CommandTimeout = TimeSpan.FromMinutes(2), Limits = new RespLimits { MaxBlob = 256 << 20, MaxAnswer = 1 << 30 },
    });

    public override async Task LoadAsync(GraphData graph, CancellationToken cancellationToken)
    {
        if ((await _client.SendAsync("GRAPH.LIST", [], cancellationToken)).Items.ToArray().Any(name => name.AsText() == Key))
        {
            await _client.SendAsync("GRAPH.DELETE", [Key], cancellationToken);
        }

        await _client.SendAsync("GRAPH.BULK", FalkorDbBulk.Arguments(Key, graph), cancellationToken);
        await _client.SendAsync("GRAPH.QUERY", [Key, "CREATE INDEX FOR (n:N) ON (n.id)"], cancellationToken);
        while (await NumberAsync("CALL db.indexes() YIELD status WHERE status <> 'OPERATIONAL' RETURN count(status)", cancellationToken) > 0)
        {
            await Task.Delay(20, cancellationToken);
        }

        // Its cache of matrices is flushed by the first question.
        if (await NumberAsync("MATCH (:N)-[r:R]->(:N) RETURN count(r)", cancellationToken) != graph.RelationCount)
        {
            throw new InvalidOperationException("FalkorDB did not take all relations.");
        }
    }

    public override bool Can(GraphTask task) => task is not (GraphTask.Louvain or GraphTask.Betweenness);

    public override Task<Timed> ReachAsync(int start, int depth, CancellationToken cancellationToken) => TimeAsync(() => NumberAsync(
        $"CYPHER a={Text(start)} MATCH (a:N {{id: $a}}) CALL algo.BFS(a, {Text(depth)}, 'R') YIELD nodes RETURN size(nodes)", cancellationToken));

    public override Task<Timed> PathAsync(int from, int to, CancellationToken cancellationToken) => TimeAsync(() => NumberAsync(
        $"CYPHER a={Text(from)} b={Text(to)} MATCH (a:N {{id: $a}}), (b:N {{id: $b}}) WITH a, b RETURN coalesce(length(shortestPath((a)-[:R*..20]->(b))), -1)", cancellationToken));

    // Without labels and types it takes its matrices as they are. Its PageRank has fixed settings: it ends when changes add up to less than 0.0001.
    public override Task<Timed> AnalyzeAsync(GraphTask task, CancellationToken cancellationToken) => TimeAsync(() => NumberAsync(task switch
    {
        GraphTask.PageRank or GraphTask.SettledPageRank => "CALL algo.pageRank(NULL, NULL) YIELD node, score RETURN score LIMIT 1",
        GraphTask.Components => "CALL algo.WCC(NULL) YIELD node, componentId RETURN componentId LIMIT 1",
        _ => "CALL algo.labelPropagation({maxIterations: 10}) YIELD node, communityId RETURN communityId LIMIT 1",
    }, cancellationToken));

    public override Task<double> AnswerAsync(GraphTask task, CancellationToken cancellationToken) => NumberAsync(task switch
    {
        GraphTask.Components => "CALL algo.WCC(NULL) YIELD node, componentId RETURN count(DISTINCT componentId)",
        _ => "CALL algo.labelPropagation({maxIterations: 10}) YIELD node, communityId RETURN count(DISTINCT communityId)",
    }, cancellationToken);

    public override async Task<double[]> RanksAsync(CancellationToken cancellationToken)
    {
        var answer = await _client.SendAsync("GRAPH.RO_QUERY", [Key, "CALL algo.pageRank(NULL, NULL) YIELD node, score RETURN node.id, score"], cancellationToken);
        var rows = answer.Items[1].Items;
        var ranks = new double[rows.Length];
        foreach (var row in rows)
        {
            ranks[row.Items[0].AsInt64()] = row.Items[1].AsDouble();
        }

        return ranks;
    }

    protected override ValueTask EndAsync() => _client.DisposeAsync();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<double> NumberAsync(string query, CancellationToken cancellationToken) =>
        (await _client.SendAsync("GRAPH.RO_QUERY", [Key, query], cancellationToken)).Items[1].Items[0].Items[0].AsDouble();
}
