using System.Diagnostics;
using System.Text.Json;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Neo4j.Tests;

/// <summary>Queries of people. The projection of the test is the only one in the server meanwhile.</summary>
[Collection("neo4j")]
public sealed class QueryTests : Neo4jTests
{
    [Fact]
    public async Task Values_of_every_kind_are_answered_as_plain_json()
    {
        await ApplyAsync([Rows.Entity(1, """{"name":"Ada","big":9007199254740993}""")], [Rows.Relation(1, 2)]);
        var answer = await AskAsync("""
            MATCH p = (n:person)-[x:KNOWS]->(m) RETURN n, x, [n.name, null, 1.5] AS list, {a: n.big, type: 'x'} AS map, 0.0/0.0 AS nan, date('2026-01-31') AS day, p, $given AS given
            """, new() { ["given"] = Json.Of("""{"$type":"Node","x":[1,2.0]}""") });
        Assert.Equal(["n", "x", "list", "map", "nan", "day", "p", "given"], answer.Columns);
        var row = Assert.Single(answer.Rows);
        Assert.Equal("Ada", row[0].GetProperty("name").GetString());
        Assert.Equal("e1", row[0].GetProperty("_id").GetString());
        Assert.False(row[0].TryGetProperty("_projection", out _));
        Assert.Equal(2020, row[1].GetProperty("since").GetInt32());
        Assert.Equal("""["Ada",null,1.5]""", row[2].GetRawText());
        Assert.Equal(9007199254740993, row[3].GetProperty("a").GetInt64());
        Assert.Equal("NaN", row[4].GetString());
        Assert.Equal("2026-01-31", row[5].GetString());
        Assert.Equal(3, row[6].GetArrayLength());
        Assert.Equal("Node", row[7].GetProperty("$type").GetString());
    }

    [Fact]
    public async Task Answer_that_is_too_long_is_cut_and_says_so()
    {
        var answer = await AskAsync("UNWIND range(1, 1000000000) AS x RETURN x", maxRows: 3);
        Assert.True(answer.Truncated);
        Assert.Equal([1, 2, 3], answer.Rows.Select(row => row[0].GetInt32()));
        Assert.False((await AskAsync("UNWIND range(1, 3) AS x RETURN x", maxRows: 3)).Truncated);
    }

    [Theory]
    [InlineData("MATCH (n) SET n.x = 1")]
    [InlineData("CREATE (n)")]
    [InlineData("MATCH (n) DETACH DELETE n")]
    [InlineData("CALL gds.pageRank.write('{owner}/g', {writeProperty: 'r'}) YIELD ranIterations RETURN ranIterations")]
    [InlineData("CALL gds.pageRank.mutate('{owner}/g', {mutateProperty: 'r'}) YIELD ranIterations RETURN ranIterations")]
    [InlineData("CALL gds.pageRank.stream('other/own/g') YIELD nodeId RETURN nodeId")]
    [InlineData("CALL gds.pageRank.stream('{owner}') YIELD nodeId RETURN nodeId")]
    [InlineData("CALL gds.pageRank.stream('{owner}\\u0027/g') YIELD nodeId RETURN nodeId")]
    [InlineData("CALL gds.pageRank.stream($name) YIELD nodeId RETURN nodeId")]
    [InlineData("CALL gds.pageRank.stream('{owner}/' + $name) YIELD nodeId RETURN nodeId")]
    [InlineData("CALL gds.graph.list() YIELD graphName RETURN graphName")]
    [InlineData("CALL gds.graph.list YIELD graphName RETURN graphName")]
    [InlineData("CALL gds.graph.project.cypher('{owner}/g', 'MATCH (n) RETURN id(n) AS id', 'RETURN 1') YIELD graphName RETURN graphName")]
    [InlineData("MATCH (n) RETURN gds.graph.project('{owner}/g', n, n)")]
    [InlineData("CALL apoc.cypher.run('CREATE (n)', {}) YIELD value RETURN value")]
    [InlineData("CALL dbms.listConfig() YIELD name RETURN name")]
    [InlineData("CALL db.propertyKeys() YIELD propertyKey RETURN propertyKey")]
    [InlineData("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line")]
    [InlineData("SHOW TRANSACTIONS")]
    [InlineData("USE system MATCH (n) RETURN n")]
    [InlineData("RETURN 1; MATCH (n) RETURN n")]
    [InlineData("RETURN $missing")]
    [InlineData("MATCH (n RETURN n")]
    public async Task Query_that_does_more_than_read_or_makes_no_sense_is_refused(string cypher)
    {
        await ApplyAsync([Rows.Entity(1)], []);
        var refusal = await Assert.ThrowsAsync<ThreeDbException>(() => AskAsync(cypher.Replace("{owner}", Neo4jPlace.OwnerOf(Context), StringComparison.Ordinal)));
        Assert.Equal(ErrorCodes.QueryRefused, refusal.Code);
        Assert.Equal(Projection.HashOf(Rows.Entity(1)), Assert.Single(await HeldAsync(relations: false)).Value);
    }

    [Fact]
    public async Task Copy_that_is_made_again_while_it_is_asked_gives_no_answer()
    {
        var asked = 0;
        var owner = Neo4jPlace.OwnerOf(Context);
        await using var server = new ScriptedServer(_ => Task.FromResult((202, ++asked == 2
            ? """{"data":{"fields":["n"],"values":[[{"$type":"Integer","_value":"0"}]]},"bookmarks":["b"]}"""
            : $$"""{"data":{"fields":["p","c"],"values":[["{{owner}}","copy {{asked}}"]]},"bookmarks":["b"]}""")));
        await using var projection = new Neo4jProjectionFactory().Create(Context, JsonSerializer.SerializeToElement(new { url = server.Url }));
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => ((IQueryableProjection)projection).QueryAsync(
            new EngineQuery("MATCH (n) RETURN count(n) AS n", new Dictionary<string, JsonElement>(), TimeSpan.FromSeconds(10), 10), TestContext.Current.CancellationToken));
        Assert.Equal((ErrorCodes.ProjectionUnreachable, 3), (failure.Code, asked));
    }

    [Fact]
    public async Task Server_refuses_writes_that_the_guard_would_let_through()
    {
        await using var api = new Owned(new QueryApi(Neo4jSettings.Read(await Neo4jPlace.SettingsAsync()), TimeProvider.System));
        var refusal = await Assert.ThrowsAsync<ThreeDbException>(() => api.Api.RunAsync(new Query("CREATE (:Entity)") { IsRead = true }, TestContext.Current.CancellationToken));
        Assert.Contains("AccessMode", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Algorithms_of_gds_run_on_a_named_graph()
    {
        await ApplyAsync([Rows.Entity(1), Rows.Entity(2), Rows.Entity(3)], [Rows.Relation(1, 3), Rows.Relation(2, 3)]);
        var graph = Neo4jPlace.OwnerOf(Context) + "/g";
        var made = await AskAsync($"CALL gds.graph.project('{graph}', 'Entity', 'KNOWS') YIELD nodeCount, relationshipCount RETURN nodeCount, relationshipCount");
        Assert.Equal([3, 2], made.Rows[0].Select(value => value.GetInt32()));
        var ranks = await AskAsync($"CALL gds.pageRank.stream('{graph}') YIELD nodeId, score RETURN gds.util.asNode(nodeId)._id AS id, score ORDER BY score DESC");
        Assert.Equal("e3", ranks.Rows[0][0].GetString());
        Assert.Equal(1, (await AskAsync($"CALL gds.wcc.stats('{graph}') YIELD componentCount RETURN componentCount")).Rows[0][0].GetInt32());
        Assert.Single((await AskAsync($"CALL gds.graph.list('{graph}') YIELD graphName RETURN graphName")).Rows);
        await AskAsync($"CALL gds.graph.drop('{graph}') YIELD graphName RETURN graphName");
        Assert.Empty((await AskAsync($"CALL gds.graph.list('{graph}') YIELD graphName RETURN graphName")).Rows);
    }

    [Fact]
    public async Task Query_that_takes_too_long_is_ended_in_the_server_as_well()
    {
        const string Endless = "UNWIND range(1, 100000000) AS x UNWIND range(1, 100) AS y WITH x * y AS z WHERE z < 0 RETURN count(z)";
        var clock = Stopwatch.StartNew();
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => AskAsync(Endless, timeout: TimeSpan.FromSeconds(1)));
        Assert.Equal(ErrorCodes.DeadlineExceeded, failure.Code);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), clock.Elapsed.ToString());
        await GoneAsync();

        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Queryable.QueryAsync(new EngineQuery(Endless, new Dictionary<string, JsonElement>(), TimeSpan.FromMinutes(1), 10), stop.Token));
        await GoneAsync();

        async Task GoneAsync()
        {
            while (await Neo4jPlace.CountAsync("SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS 'WHERE z < 0' AND NOT currentQuery STARTS WITH 'SHOW' RETURN count(*)") > 0)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    [Fact]
    public async Task Query_that_Neo4j_does_not_understand_is_to_be_corrected()
    {
        var refusal = await Assert.ThrowsAsync<ThreeDbException>(() => AskAsync("MATCH (n) RETURN m"));
        Assert.Equal(ErrorCodes.QueryRefused, refusal.Code);
        Assert.Equal("Correct the query where Neo4j says.", refusal.Hint);
    }

    [Fact]
    public async Task Nobody_asks_while_another_projection_is_in_the_database()
    {
        await using var other = await Neo4jPlace.CreateAsync(NewContext());
        await other.PrepareAsync(new Fence(1, 1), TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<ThreeDbException>(() => AskAsync("MATCH (n) RETURN n"));
        Assert.Equal(ErrorCodes.QueryRefused, refusal.Code);
        Assert.Contains("other projections", refusal.Message, StringComparison.Ordinal);
        await other.DropAsync(Fences.Newest, TestContext.Current.CancellationToken);
        Assert.NotEmpty((await AskAsync("MATCH (n) RETURN n")).Rows);
    }

    private Task<EngineAnswer> AskAsync(string cypher, Dictionary<string, JsonElement>? parameters = null, int maxRows = 100, TimeSpan? timeout = null) =>
        Queryable.QueryAsync(new EngineQuery(cypher, parameters ?? [], timeout ?? TimeSpan.FromSeconds(20), maxRows), TestContext.Current.CancellationToken);

    private sealed record Owned(QueryApi Api) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Api.Dispose();
            return default;
        }
    }
}
