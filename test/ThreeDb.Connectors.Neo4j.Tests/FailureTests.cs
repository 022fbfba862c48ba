using System.Text;
using System.Text.Json;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Neo4j.Tests;

/// <summary>What the answers of a server that is not well mean.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData(401, """{"errors":[{"code":"Neo.ClientError.Security.Unauthorized","message":"Invalid credential."}]}""", "TDB7010")]
    [InlineData(401, "", "TDB7010")]
    [InlineData(403, """{"errors":[{"code":"Neo.ClientError.Security.Forbidden","message":"No."}]}""", "TDB7010")]
    [InlineData(400, """{"errors":[{"code":"Neo.ClientError.Security.CredentialsExpired","message":"Change it."}]}""", "TDB7010")]
    [InlineData(429, """{"errors":[{"code":"Neo.ClientError.Security.AuthenticationRateLimit","message":"Wait."}]}""", "TDB7001")]
    [InlineData(404, """{"errors":[{"code":"Neo.ClientError.Database.DatabaseNotFound","message":"Graph not found: neo4j"}]}""", "TDB7006")]
    [InlineData(404, "<html>not here</html>", "TDB7006")]
    [InlineData(500, "<html>oh</html>", "TDB7001")]
    [InlineData(503, """{"errors":[{"code":"Neo.TransientError.General.DatabaseUnavailable","message":"Not now."}]}""", "TDB7001")]
    [InlineData(400, """{"errors":[{"code":"Neo.TransientError.Transaction.DeadlockDetected","message":"Deadlock."}]}""", "TDB7001")]
    [InlineData(400, """{"errors":[{"code":"Neo.DatabaseError.General.UnknownError","message":"Oh."}]}""", "TDB7001")]
    [InlineData(400, """{"errors":[{"code":"Neo.ClientError.Transaction.Terminated","message":"Ended."}]}""", "TDB7001")]
    [InlineData(400, """{"errors":[{"code":"Neo.ClientError.General.ForbiddenOnReadOnlyDatabase","message":"Read only."}]}""", "TDB7001")]
    [InlineData(400, """{"errors":[{"code":"Neo.ClientError.Database.DatabaseUnavailable","message":"Stopped."}]}""", "TDB7001")]
    [InlineData(400, """{"errors":[{"code":"Neo.ClientError.Transaction.TransactionHookFailed","message":"A plugin."}]}""", "TDB7001")]
    [InlineData(400, """{"errors":[{"code":"Neo.ClientError.Schema.ConstraintValidationFailed","message":"Twice."}]}""", "TDB7004")]
    [InlineData(400, """{"errors":[{"code":"Neo.ClientError.Statement.TypeError","message":"No such type."}]}""", "TDB7004")]
    [InlineData(202, """{"data":{"fields":["a"],"values":[[1]]},"errors":[{"code":"Neo.ClientError.Statement.ArithmeticError","message":"/ by zero"}]}""", "TDB7004")]
    [InlineData(202, """{"data":{"fields":["a"],"values":[[1],""", "TDB7001")]
    [InlineData(200, "[1,2]", "TDB7001")]
    [InlineData(200, "", "TDB7001")]
    public async Task Answer_becomes_the_failure_that_tells_the_runner_what_to_do(int status, string body, string code)
    {
        await using var server = new ScriptedServer(_ => Task.FromResult((status, body)));
        await using var projection = Create(server.Url);
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => projection.PrepareAsync(new Fence(1, 1), TestContext.Current.CancellationToken));
        Assert.Equal(code, failure.Code.Code);
        Assert.Equal(code == "TDB7001", failure.IsTransient);
        Assert.NotEmpty(failure.Hint);
    }

    [Theory]
    [InlineData("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", "read_only")]
    [InlineData("Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", "read_only")]
    [InlineData("Neo.ClientError.General.TransactionOutOfMemoryError", "more memory")]
    [InlineData("Neo.ClientError.Cluster.NotALeader", "leads the database")]
    [InlineData("Neo.TransientError.General.DatabaseUnavailable", "online")]
    public async Task Engine_that_takes_nothing_now_is_explained_by_its_cause(string code, string hint)
    {
        await using var server = new ScriptedServer(_ => Task.FromResult((400, Json.Of(new { errors = new[] { new { code, message = "No." } } }).GetRawText())));
        await using var projection = Create(server.Url);
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => projection.PrepareAsync(new Fence(1, 1), TestContext.Current.CancellationToken));
        Assert.True(failure.IsTransient);
        Assert.Contains(hint, failure.Hint, StringComparison.Ordinal);
        Assert.Contains(server.Url, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_does_not_listen_is_unreachable()
    {
        string url;
        await using (var server = new ScriptedServer(_ => Task.FromResult((200, ""))))
        {
            url = server.Url;
        }

        await using var projection = Create(url);
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => projection.PrepareAsync(new Fence(1, 1), TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.ProjectionUnreachable, failure.Code);
        Assert.Contains(url, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_that_leads_elsewhere_is_explained_by_its_cause()
    {
        await HintAsync("http://no-such-host.invalid:7474", "No such host");
        await using (var server = new ScriptedServer(_ => Task.FromResult((200, ""))))
        {
            await HintAsync(server.Url.Replace("http://", "https://", StringComparison.Ordinal), "TLS");
        }

        // As Bolt does with what it does not understand.
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var hint = HintAsync($"http://{listener.LocalEndpoint}", "7687 is that of Bolt");
        using (var accepted = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken))
        {
            await accepted.ReceiveAsync(new byte[16], TestContext.Current.CancellationToken);
        }

        await hint;
        await HintAsync("http://127.0.0.1:1", "Start the engine");
    }

    [Theory]
    [InlineData("""{"url":"http://127.0.0.1:1","passwordVariable":"THREEDB_NO_SUCH_VARIABLE"}""", "THREEDB_NO_SUCH_VARIABLE")]
    [InlineData("""{"url":"http://127.0.0.1:1","passwordFile":"/no/such/file"}""", "/no/such/file")]
    public async Task Password_that_is_not_there_is_named(string settings, string place)
    {
        await using var projection = new Neo4jProjectionFactory().Create(new ProjectionContext("t", "p", TimeProvider.System), Json.Of(settings));
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => projection.PrepareAsync(new Fence(1, 1), TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.EngineRefusesCredentials, failure.Code);
        Assert.Contains(place, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_in_small_pieces_is_read_as_a_whole()
    {
        const string Text = """{"bookmarks":["b1"],"other":{"x":[1]},"data":{"fields":["a","ü"],"values":[[1,"🧨\u00e9"],[{"b":[null]},true]]},"errors":[]}""";
        for (var piece = 1; piece < 20; piece++)
        {
            var rows = new List<string>();
            var answer = await AnswerReader.ReadAsync(new Pieces(Encoding.UTF8.GetBytes(Text), piece), row =>
            {
                rows.Add(row.GetRawText());
                return true;
            }, TestContext.Current.CancellationToken);
            Assert.Equal(["a", "ü"], answer.Fields);
            Assert.Equal(["b1"], answer.Bookmarks);
            Assert.Equal(["""[1,"🧨\u00e9"]""", """[{"b":[null]},true]"""], rows);
            Assert.Null(answer.Error);
        }
    }

    [Fact]
    public async Task Row_larger_than_the_buffer_is_read()
    {
        var large = new string('x', 1_000_000);
        var seen = 0;
        await AnswerReader.ReadAsync(new Pieces(Encoding.UTF8.GetBytes("{\"data\":{\"fields\":[\"a\"],\"values\":[[\"" + large + "\"],[\"y\"]]}}"), 50_000), row =>
        {
            seen += row[0].GetString()!.Length;
            return true;
        }, TestContext.Current.CancellationToken);
        Assert.Equal(1_000_001, seen);
    }

    private static async Task HintAsync(string url, string hint)
    {
        await using var projection = Create(url);
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => projection.PrepareAsync(new Fence(1, 1), TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.ProjectionUnreachable, failure.Code);
        Assert.Contains(hint, failure.Hint, StringComparison.Ordinal);
    }

    private static IProjection Create(string url) =>
        new Neo4jProjectionFactory().Create(new ProjectionContext("t", "p", TimeProvider.System), JsonSerializer.SerializeToElement(new { url }));

    /// <summary>A stream that gives a few bytes at a time, as a network may.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
