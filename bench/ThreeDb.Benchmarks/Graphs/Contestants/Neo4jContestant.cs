using System.Net.Http.Json;
using System.Text.Json;

namespace ThreeDb.Benchmarks;

/// <summary>
/// Neo4j over its HTTP Query API. Algorithms are those of its Graph Data Science library on projections made before; their time is what the library itself says,
/// in whole milliseconds, so that its HTTP is not counted.
/// </summary>
internal sealed class Neo4jContestant(string url) : GraphContestant("Neo4j")
{
    private const int Batch = 20_000;

    private readonly HttpClient _http = new() { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(3) };

    public override async Task LoadAsync(GraphData graph, CancellationToken cancellationToken)
    {
        await AskAsync("CALL gds.graph.list() YIELD graphName WITH graphName CALL gds.graph.drop(graphName) YIELD graphName AS gone RETURN count(gone)", null, cancellationToken);
        await AskAsync("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS", null, cancellationToken);
        await AskAsync("CREATE CONSTRAINT node_id IF NOT EXISTS FOR (n:N) REQUIRE n.id IS UNIQUE", null, cancellationToken);
        await AskAsync("UNWIND range(0, $count - 1) AS id CREATE (:N {id: id})", new { count = graph.NodeCount }, cancellationToken);
        for (var from = 0; from < graph.RelationCount; from += Batch)
        {
            var rows = Enumerable.Range(from, Math.Min(Batch, graph.RelationCount - from)).Select(i => new[] { graph.Sources[i], graph.Targets[i] });
            await AskAsync("UNWIND $rows AS row MATCH (a:N {id: row[0]}), (b:N {id: row[1]}) CREATE (a)-[:R]->(b)", new { rows }, cancellationToken);
        }

        await AskAsync("CALL gds.graph.project('directed', 'N', 'R') YIELD nodeCount RETURN nodeCount", null, cancellationToken);
        await AskAsync("CALL gds.graph.project('undirected', 'N', {R: {orientation: 'UNDIRECTED'}}) YIELD nodeCount RETURN nodeCount", null, cancellationToken);
    }

    public override bool Can(GraphTask task) => task is not (GraphTask.Betweenness or GraphTask.SettledPageRank);

    public override Task<Timed> ReachAsync(int start, int depth, CancellationToken cancellationToken) => TimeAsync(() => NumberAsync(
        $"MATCH (a:N {{id: $a}})-[:R*1..{depth}]->(b) WHERE b <> a RETURN count(DISTINCT b)", new { a = start }, cancellationToken));

    public override Task<Timed> PathAsync(int from, int to, CancellationToken cancellationToken) => TimeAsync(() => NumberAsync(
        "MATCH (a:N {id: $a}), (b:N {id: $b}) OPTIONAL MATCH p = shortestPath((a)-[:R*..20]->(b)) RETURN coalesce(length(p), -1)", new { a = from, b = to }, cancellationToken));

    public override async Task<Timed> AnalyzeAsync(GraphTask task, CancellationToken cancellationToken)
    {
        var row = await RunAsync(task, cancellationToken);
        return new Timed(Math.Max(1, row[0].GetDouble() + row[1].GetDouble()), row[2].GetDouble());
    }

    public override async Task<double> AnswerAsync(GraphTask task, CancellationToken cancellationToken) => (await RunAsync(task, cancellationToken))[2].GetDouble();

    public override async Task<double[]> RanksAsync(CancellationToken cancellationToken)
    {
        var rows = await AskAsync(
            "CALL gds.pageRank.stream('directed', {maxIterations: 20, tolerance: 0.0}) YIELD nodeId, score RETURN gds.util.asNode(nodeId).id, score", null, cancellationToken);
        var ranks = new double[rows.GetArrayLength()];
        foreach (var row in rows.EnumerateArray())
        {
            ranks[row[0].GetInt32()] = row[1].GetDouble();
        }

        return ranks;
    }

    protected override ValueTask EndAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JsonElement> RunAsync(GraphTask task, CancellationToken cancellationToken) => (await AskAsync(task switch
    {
        GraphTask.PageRank => Stats("pageRank", "directed", "maxIterations: 20, tolerance: 0.0", "ranIterations"),
        GraphTask.Components => Stats("wcc", "directed", "", "componentCount"),
        GraphTask.Labels => Stats("labelPropagation", "undirected", "maxIterations: 10", "communityCount"),
        _ => Stats("louvain", "undirected", "", "modularity"),
    }, null, cancellationToken))[0];

    private static string Stats(string algorithm, string graph, string settings, string answer) =>
        $"CALL gds.{algorithm}.stats('{graph}', {{{settings}}}) YIELD preProcessingMillis, computeMillis, {answer} RETURN preProcessingMillis, computeMillis, {answer}";

    private async Task<double> NumberAsync(string statement, object parameters, CancellationToken cancellationToken) =>
        (await AskAsync(statement, parameters, cancellationToken))[0][0].GetDouble();

    private async Task<JsonElement> AskAsync(string statement, object? parameters, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync("/db/neo4j/query/v2", new { statement, parameters = parameters ?? new { } }, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.TryGetProperty("errors", out var errors)
            ? throw new InvalidOperationException($"Neo4j: {errors}")
            : answer.GetProperty("data").GetProperty("values");
    }
}
