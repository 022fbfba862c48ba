using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.FalkorDb.Tests;

public sealed class QueryTests : FalkorDbTest
{
    // Long, without needing memory.
    private const string Endless = "UNWIND range(1, 1000) AS x MATCH (a:Entity), (b:Entity), (c:Entity), (d:Entity) RETURN sum(x * a._seq * b._seq * c._seq * d._seq)";

    [Fact]
    public async Task Values_come_as_json()
    {
        await ApplyAsync([Rows.Entity(1, """{"name":"Ada"}"""), Rows.Entity(2, """{"name":"Bob"}""")], Rows.Relation(1, 2, fields: "{}"));
        Assert.Equal(
            "null | true | 12 | 1.5 | \"x\" | [1,[\"a\"]] | {\"a\":{\"b\":1}}", await AskAsync("RETURN null, true, 12, 1.5, 'x', [1, ['a']], {a: {b: 1}}"));
        Assert.Equal(
            """{"nodes":[{"_seq":1,"_id":"e1","_type":"person","_project":"lab","_version":1,"name":"Ada"},{"_seq":2,"_id":"e2","_type":"person","_version":1,"name":"Bob"}],"relations":[{"_key":"","_version":1,"_weight":1}]}""",
            await AskAsync("MATCH p = (:Entity {_seq: 1})-->() RETURN p"));
        Assert.Equal("[2.5,1] | \"Infinity\"", (await AskAsync("RETURN vecf32([2.5, 1]), 1.0 / 0")).Replace("\"inf\"", "\"Infinity\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("-5")]
    [InlineData("1.5")]
    [InlineData("\"it's a \\\\ \\\"text\\\" `$x` 😀\\n\"")]
    [InlineData("[1,[\"a\",null],{\"b c\":[]}]")]
    [InlineData("{\"a\":{},\"'\":\"x\"}")]
    public async Task Parameters_are_values_and_never_text_of_the_query(string value) =>
        Assert.True(System.Text.Json.JsonElement.DeepEquals(Json.Of(value), (await QueryAsync("RETURN $value", $$"""{"value":{{value}},"unused":1}""")).Rows[0][0]));

    [Theory]
    [InlineData("MATCH (n) SET n.x = 1", "{}")]
    [InlineData("CALL db.idx.fulltext.createNodeIndex('Entity', 'name')", "{}")]
    [InlineData("RETURN [[[[[[[1]]]]]]]", "{}")]
    [InlineData("RETURN $missing", "{}")]
    [InlineData("RETURN $x", """{"x":1e400}""")]
    [InlineData("RETURN $x", """{"x":"\u0000"}""")]
    [InlineData("RETURN $x", """{"x":{"`":1}}""")]
    [InlineData("RETURN $x", """{"x":{"":1}}""")]
    [InlineData("RETURN range(1, 1000000000)", "{}")]
    [InlineData("RETURN [x IN range(1, 1000) | range(-1000, 1000)]", "{}")]
    [InlineData("RETURN range(1, toInteger('1000000000'))", "{}")]
    [InlineData("RETURN RANGE(1, $x)", """{"x":1}""")]
    [InlineData("RETURN range(1, 1e9)", "{}")]
    [InlineData("RETURN nothing", "{}")]
    [InlineData("RETURN toUpper(5)", "{}")]
    [InlineData("MATCH (n RETURN n)", "{}")]
    [InlineData("RETURN noSuchFunction(1)", "{}")]
    public async Task What_writes_or_is_wrong_is_refused(string cypher, string parameters) =>
        Assert.Equal(ErrorCodes.QueryRefused, (await Assert.ThrowsAsync<ThreeDbException>(() => QueryAsync(cypher, parameters))).Code);

    [Fact]
    public async Task Engine_itself_refuses_what_gets_past_the_guard()
    {
        var error = await Assert.ThrowsAsync<Resp.RespErrorException>(() => FalkorDbServer.SendAsync("GRAPH.RO_QUERY", GraphNames.Of(Context).Current, "CREATE (:X)"));
        Assert.Contains("read-only", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_that_is_too_long_is_cut_and_says_so()
    {
        var cut = await QueryAsync("UNWIND range(1, 50) AS x RETURN x", maxRows: 10);
        Assert.Equal((10, true), (cut.Rows.Count, cut.Truncated));
        var whole = await QueryAsync("UNWIND range(1, 10) AS x RETURN x AS y", maxRows: 10);
        Assert.Equal((10, false, "y"), (whole.Rows.Count, whole.Truncated, Assert.Single(whole.Columns)));
        var union = await QueryAsync("UNWIND range(1, 10) AS x RETURN x UNION ALL UNWIND range(1, 10) AS x RETURN x", maxRows: 10);
        Assert.Equal((10, true), (union.Rows.Count, union.Truncated));
    }

    [Fact]
    public async Task Query_that_takes_too_long_is_stopped_and_others_go_on()
    {
        await ApplyAsync(Enumerable.Range(1, 100).Select(seq => Rows.Entity(seq)));
        var slow = await Assert.ThrowsAsync<ThreeDbException>(() => QueryAsync(Endless, seconds: 0.2));
        Assert.Equal(ErrorCodes.DeadlineExceeded, slow.Code);
        Assert.Equal("1", await AskAsync("RETURN 1"));
    }

    [Fact]
    public async Task Algorithms_run()
    {
        await ApplyAsync(Enumerable.Range(1, 5).Select(seq => Rows.Entity(seq)), [.. Enumerable.Range(2, 4).Select(seq => Rows.Relation(seq, 1))]);
        var ranked = await QueryAsync("CALL algo.pageRank('Entity', 'KNOWS') YIELD node, score RETURN node._id, score ORDER BY score DESC");
        Assert.Equal(("e1", 5), (ranked.Rows[0][0].GetString(), ranked.Rows.Count));
        Assert.Equal("5", await AskAsync("CALL algo.WCC(null) YIELD node, componentId WITH node, componentId WHERE node._seq > 0 RETURN count(node)"));
    }

    [Fact]
    public async Task Names_are_right_after_another_graph_took_the_place()
    {
        await ApplyAsync([Rows.Entity(1, """{"first":1}""")]);
        Assert.Contains("\"first\":1", await AskAsync("MATCH (n:Entity) RETURN n"), StringComparison.Ordinal);
        await using var asking = await FalkorDbServer.CreateAsync(Context);
        var query = new EngineQuery("MATCH (n:Entity) RETURN n", new Dictionary<string, System.Text.Json.JsonElement>(), TimeSpan.FromSeconds(10), 10);
        await asking.QueryAsync(query, Token);
        await using (var copy = (await Projection.BeginCopyAsync(NextFence(), goOn: false, Token))!)
        {
            await copy.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(7, """{"second":2,"third":3}""")], []), Token);
        }

        await Projection.SwapAsync(NextFence(), Token);
        Assert.Equal("""{"_seq":7,"_id":"e7","_type":"person","_project":"lab","_version":1,"second":2,"third":3}""", (await asking.QueryAsync(query, Token)).Rows[0][0].GetRawText());
    }

    [Fact]
    public async Task Graph_that_is_not_there_says_so()
    {
        await using var other = await FalkorDbServer.CreateAsync(Context with { Name = "other" });
        var query = new EngineQuery("RETURN 1", new Dictionary<string, System.Text.Json.JsonElement>(), TimeSpan.FromSeconds(10), 10);
        Assert.Equal(ErrorCodes.ProjectionLost, (await Assert.ThrowsAsync<ProjectionLostException>(() => other.QueryAsync(query, Token))).Code);
    }

    [Fact]
    public void Settings_are_those_of_the_server() =>
        Assert.Equal(["/url", "/pasword"], new FalkorDbProjectionFactory().Check(Json.Of("""{"pasword":"x"}""")).Select(fault => fault.Pointer).OrderDescending());
}
