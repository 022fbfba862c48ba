using System.Net;
using System.Text;
using System.Text.Json;
using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Neo4j.Tests;

/// <summary>Batches go to the HTTP API, and to the Query API where there is none.</summary>
[Collection("neo4j")]
public sealed class BatchEndpointTests : Neo4jTests
{
    private static readonly HttpClient Http = new();

    [Theory]
    [InlineData(404, "")]
    [InlineData(404, "<html>not here</html>")]
    [InlineData(404, """{"errors":[{"code":"Neo.ClientError.Request.Invalid","message":"Not Found"}]}""")]
    [InlineData(404, """{"results":[],"errors":[{"code":"Neo.ClientError.Database.DatabaseNotFound","message":"Not on this member."}]}""")]
    [InlineData(403, "<html>not here</html>")]
    [InlineData(403, """{"message":"Forbidden"}""")]
    [InlineData(405, "")]
    [InlineData(410, "{}")]
    [InlineData(200, """{"results":[],"errors":[{"code":"Neo.ClientError.Cluster.NotALeader","message":"Not here."}]}""")]
    [InlineData(200, """{"results":[],"errors":[{"code":"Neo.ClientError.Request.Invalid","message":"Routing WRITE queries is not supported."}]}""")]
    [InlineData(200, """{"results":[],"errors":[{"code":"Neo.ClientError.Statement.AccessMode","message":"Writing in read access mode not allowed."}]}""")]
    public async Task Server_that_takes_no_batches_there_gets_them_by_its_query_api(int status, string body)
    {
        await using var server = await BeforeTheRealOneAsync(request => request.IsBatch ? (status, body) : null);
        await using var projection = Create(server);
        await projection.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(1), Rows.Entity(2), Rows.Entity(3)], [Rows.Relation(1, 2), Rows.Relation(2, 4)]), TestContext.Current.CancellationToken);
        var late = NextFence();
        await projection.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(2) with { Version = 2 }, Rows.Gone(3)], [Rows.Gone(Rows.Relation(1, 2).RowKey)]), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ProjectionFencedException>(() => projection.ApplyAsync(new ProjectionBatch(late, [Rows.Gone(1)], []), TestContext.Current.CancellationToken));
        Assert.Equal("WRITE", Assert.Single(server.Requests, request => request.IsBatch).AccessMode);
        Assert.Equal(Expected([Rows.Entity(1), Rows.Entity(2) with { Version = 2 }], projection.HashOf), await HeldAsync(relations: false));
        Assert.Equal(projection.HashOf(Rows.Relation(2, 4)), Assert.Single(await HeldAsync(relations: true)).Value);

        static Dictionary<RowKey, ulong> Expected(IEnumerable<ProjectedEntity> rows, Func<ProjectedEntity, ulong> hash) => rows.ToDictionary(row => row.RowKey, hash);
    }

    [Theory]
    [InlineData(403, """{"errors":[{"code":"Neo.ClientError.Security.Forbidden","message":"No."}]}""", "TDB7010")]
    [InlineData(200, """{"results":[{"columns":["n"],"data":[{"row":[1]}]}],"errors":[{"code":"Neo.TransientError.Transaction.DeadlockDetected","message":"Deadlock."}]}""", "TDB7001")]
    [InlineData(200, """{"results":[{"columns":["n"],"data":[{"row":[1]}]}],"errors":[{"code":"Neo.ClientError.Statement.TypeError","message":"No such type."}]}""", "TDB7004")]
    [InlineData(200, """{"results":[{"columns":["n"],"data":[{"row":[1]}]}],"errors":[{"code":"Neo.TransientError.Cluster.ReplicationFailure","message":"Perhaps."}]}""", "TDB7001")]
    [InlineData(200, """{"results":[{"columns":["n"],"data":[{"row":[1]""", "TDB7001")]
    [InlineData(200, """{"results":[],"errors":[]}""", "TDB7001")]
    [InlineData(200, """{"results":[{"data":[{"meta":[1]}]}],"errors":[]}""", "TDB7001")]
    [InlineData(200, "[1,2]", "TDB7001")]
    public async Task Answer_becomes_the_failure_that_tells_the_runner_what_to_do(int status, string body, string code)
    {
        await using var server = await BeforeTheRealOneAsync(request => request.IsBatch ? (status, body) : null);
        await using var projection = Create(server);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var failure = await Assert.ThrowsAsync<ThreeDbException>(() => projection.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(1)], []), TestContext.Current.CancellationToken));
            Assert.Equal(code, failure.Code.Code);
            Assert.Equal(attempt, server.Requests.Count(request => request.IsBatch));
        }
    }

    [Theory]
    [InlineData(401, "", "TDB7010")]
    [InlineData(413, "<html>too large</html>", "TDB7001")]
    [InlineData(502, "<html>away</html>", "TDB7001")]
    public async Task Next_attempt_goes_the_other_way_when_something_between_has_answered(int status, string body, string code)
    {
        await using var server = await BeforeTheRealOneAsync(request => request.IsBatch ? (status, body) : null);
        await using var projection = Create(server);
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => projection.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(1)], []), TestContext.Current.CancellationToken));
        Assert.Equal(code, failure.Code.Code);
        await projection.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(1)], []), TestContext.Current.CancellationToken);
        Assert.Single(server.Requests, request => request.IsBatch);
        Assert.Single(await HeldAsync(relations: false));
    }

    [Fact]
    public async Task Database_that_is_away_for_a_while_does_not_turn_batches_away_for_good()
    {
        const string Away = """{"errors":[{"code":"Neo.ClientError.Database.DatabaseUnavailable","message":"Stopped."}]}""";
        var isAway = false;
        await using var server = await BeforeTheRealOneAsync(_ => isAway ? (404, Away) : null);
        await using var projection = Create(server);
        await projection.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(1)], []), TestContext.Current.CancellationToken);
        isAway = true;
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => projection.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(2)], []), TestContext.Current.CancellationToken));
        Assert.True(failure.IsTransient);
        isAway = false;
        await projection.ApplyAsync(new ProjectionBatch(NextFence(), [Rows.Entity(2)], []), TestContext.Current.CancellationToken);
        Assert.True(server.Requests.Last().IsBatch);
        Assert.Equal(2, (await HeldAsync(relations: false)).Count);
    }

    [Fact]
    public async Task Rows_and_bookmarks_of_the_http_api_are_those_of_an_answer()
    {
        var rows = new List<string>();
        var answer = await BatchEndpoint.ReadAsync(
            HttpStatusCode.OK, new MemoryStream(Encoding.UTF8.GetBytes("""{"results":[{"columns":["a"],"data":[{"row":[1],"meta":[null]},{"row":["ü"]}]}],"errors":[],"lastBookmarks":["b1","b2"]}""")),
            row =>
            {
                rows.Add(row.GetRawText());
                return true;
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(["[1]", "[\"ü\"]"], rows);
        Assert.Equal(["b1", "b2"], answer!.Bookmarks);
        Assert.Null(answer.Error);
    }

    // Something between that answers some requests itself.
    private static async Task<ScriptedServer> BeforeTheRealOneAsync(Func<ScriptedRequest, (int Status, string Body)?> answer)
    {
        var url = (await Neo4jPlace.SettingsAsync()).GetProperty("url").GetString()!;
        return new ScriptedServer(request => answer(request) is { } own ? Task.FromResult(own) : request.ForwardAsync(Http, url));
    }

    private IProjection Create(ScriptedServer server) => new Neo4jProjectionFactory().Create(Context, JsonSerializer.SerializeToElement(new { url = server.Url }));
}
