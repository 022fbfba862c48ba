using System.Globalization;
using ThreeDb.Connectors.Resp;

namespace ThreeDb.Benchmarks;

/// <summary>FalkorDB over its own protocol. What is within reach it may say by a pattern or by <c>algo.BFS</c>: whichever is faster at that depth.</summary>
internal sealed class FalkorDbContestant(string url) : GraphContestant("FalkorDB")
{
    private const string Key = "bench";
    private const string All = "{nodeLabels: ['N'], relationshipTypes: ['R']";

    private readonly RespClient _client = new(new RespOptions
    {
        Endpoint = RespEndpoint.Parse(url), CommandTimeout = TimeSpan.FromMinutes(2), Limits = new RespLimits { MaxBlob = 256 << 20, MaxAnswer = 1 << 30 },
    });

    private readonly Dictionary<int, bool> _byPattern = [];

    public override async Task LoadAsync(GraphData graph, CancellationToken cancellationToken)
    {
        _byPattern.Clear();
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

    public override bool Can(GraphTask task) => task is GraphTask.Reach or GraphTask.Path or GraphTask.PageRank or GraphTask.Components or GraphTask.Labels;

    public override async Task<Timed> ReachAsync(int start, int depth, CancellationToken cancellationToken)
    {
        if (!_byPattern.TryGetValue(depth, out var pattern))
        {
            var (first, second) = (await TrialAsync(Pattern(start, depth)), await TrialAsync(Search(start, depth)));
            _byPattern[depth] = pattern = first < second;
        }

        return await TimeAsync(() => NumberAsync(pattern ? Pattern(start, depth) : Search(start, depth), cancellationToken));

        async Task<double> TrialAsync(string query)
        {
            await TimeAsync(() => NumberAsync(query, cancellationToken));
            return (await TimeAsync(() => NumberAsync(query, cancellationToken))).Milliseconds;
        }
    }

    public override Task<Timed> PathAsync(int from, int to, CancellationToken cancellationToken) => TimeAsync(() => NumberAsync(
        $"CYPHER a={Text(from)} b={Text(to)} MATCH (a:N {{id: $a}}), (b:N {{id: $b}}) WITH a, b RETURN coalesce(length(shortestPath((a)-[:R*..20]->(b))), -1)", cancellationToken));

    public override Task<Timed> AnalyzeAsync(GraphTask task, CancellationToken cancellationToken) => TimeAsync(() => NumberAsync(task switch
    {
        GraphTask.PageRank => "CALL algo.pageRank('N', 'R') YIELD node, score RETURN score LIMIT 1",
        GraphTask.Components => $"CALL algo.WCC({All}}}) YIELD node, componentId RETURN componentId LIMIT 1",
        _ => $"CALL algo.labelPropagation({All}, maxIterations: 10}}) YIELD node, communityId RETURN communityId LIMIT 1",
    }, cancellationToken));

    public override Task<double> AnswerAsync(GraphTask task, CancellationToken cancellationToken) => NumberAsync(task switch
    {
        GraphTask.Components => $"CALL algo.WCC({All}}}) YIELD node, componentId RETURN count(DISTINCT componentId)",
        _ => $"CALL algo.labelPropagation({All}, maxIterations: 10}}) YIELD node, communityId RETURN count(DISTINCT communityId)",
    }, cancellationToken);

    public override async Task<double[]> RanksAsync(CancellationToken cancellationToken)
    {
        var answer = await _client.SendAsync("GRAPH.RO_QUERY", [Key, "CALL algo.pageRank('N', 'R') YIELD node, score RETURN node.id, score"], cancellationToken);
        var rows = answer.Items[1].Items;
        var ranks = new double[rows.Length];
        foreach (var row in rows)
        {
            ranks[row.Items[0].AsInt64()] = row.Items[1].AsDouble();
        }

        return ranks;
    }

    protected override ValueTask EndAsync() => _client.DisposeAsync();

    private static string Pattern(int start, int depth) =>
        $"CYPHER a={Text(start)} MATCH (a:N {{id: $a}})-[:R*1..{Text(depth)}]->(b) WHERE b.id <> $a RETURN count(DISTINCT b)";

    private static string Search(int start, int depth) =>
        $"CYPHER a={Text(start)} MATCH (a:N {{id: $a}}) CALL algo.BFS(a, {Text(depth)}, 'R') YIELD nodes RETURN size(nodes)";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<double> NumberAsync(string query, CancellationToken cancellationToken) =>
        (await _client.SendAsync("GRAPH.RO_QUERY", [Key, query], cancellationToken)).Items[1].Items[0].Items[0].AsDouble();
}
