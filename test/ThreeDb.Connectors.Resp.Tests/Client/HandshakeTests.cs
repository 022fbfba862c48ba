namespace ThreeDb.Connectors.Resp.Tests;

public sealed class HandshakeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-ERR unknown command 'HELLO'\r\n")]
    [InlineData("-NOPROTO unsupported protocol version\r\n")]
    public async Task Server_without_RESP3_is_spoken_to_in_RESP2(string refusal)
    {
        await using var server = new ScriptedServer(words => words[0] switch { "HELLO" => refusal, "GET" => "$-1\r\n", _ => "+OK\r\n" });
        await using IRespClient client = server.Client(options => options with { Endpoint = options.Endpoint with { Database = 3 } }, "me:p%40ss@");

        Assert.True((await client.SendAsync("GET", ["a"], Token)).IsNull);
        Assert.Equal(["HELLO 3 AUTH me p@ss SETNAME 3db", "AUTH me p@ss", "SELECT 3", "GET a"], server.Commands);
    }

    [Theory]
    [InlineData(":secret@", "HELLO 3 AUTH default secret SETNAME 3db")]
    [InlineData("", "HELLO 3 SETNAME 3db")]
    public async Task Sign_in_goes_with_the_first_command(string signIn, string hello)
    {
        await using var server = new ScriptedServer(words => words[0] == "HELLO" ? "%1\r\n+proto\r\n:3\r\n" : "+PONG\r\n");
        await using IRespClient client = server.Client(signIn: signIn);

        await client.SendAsync("PING", [], Token);

        Assert.Equal([hello, "PING"], server.Commands);
    }

    [Fact]
    public async Task Wrong_password_is_no_passing_failure_and_is_not_repeated_to_anybody()
    {
        await using var server = new ScriptedServer(_ => "-WRONGPASS invalid username-password pair or user is disabled.\r\n");
        await using IRespClient client = server.Client(signIn: "me:secret@");

        var exception = await Assert.ThrowsAsync<RespErrorException>(() => client.SendAsync("PING", [], Token));

        Assert.Equal((ErrorCodes.EngineRefusesCredentials, "WRONGPASS"), (exception.Code, exception.Prefix));
        Assert.DoesNotContain("secret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_still_loads_its_data_is_a_passing_failure()
    {
        await using var server = new ScriptedServer(_ => "-LOADING Redis is loading the dataset in memory\r\n");
        await using IRespClient client = server.Client();

        var exception = await Assert.ThrowsAsync<RespErrorException>(() => client.SendAsync("PING", [], Token));

        Assert.Equal((ErrorCodes.ProjectionUnreachable, true), (exception.Code, exception.IsTransient));
    }
}
