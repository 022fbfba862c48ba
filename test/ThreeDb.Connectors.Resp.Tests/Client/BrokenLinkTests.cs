using ThreeDb.Testing;

namespace ThreeDb.Connectors.Resp.Tests;

public sealed class BrokenLinkTests
{
    private const string Hello = "%1\r\n+proto\r\n:3\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_that_is_not_there_is_a_passing_failure()
    {
        await using IRespClient client = Servers.Client("redis://127.0.0.1:1");
        await UnreachableAsync(() => client.SendAsync("PING", [], Token));
    }

    [Fact]
    public async Task Name_that_leads_nowhere_is_a_passing_failure()
    {
        await using IRespClient client = Servers.Client("redis://no-such-host.invalid:6379");
        await UnreachableAsync(() => client.SendAsync("PING", [], Token));
    }

    [Fact]
    public async Task Killed_server_fails_what_is_in_flight_and_is_used_again_when_it_is_back()
    {
        await using var server = await EngineServer.OwnAsync(ValkeyEngine.Instance, Token);
        await using IRespClient client = Servers.Client(server.Url);
        await client.SendAsync("PING", [], Token);
        var waiting = Enumerable.Range(0, 100).Select(_ => client.SendAsync("EVAL", ["while true do end", 0L], TimeSpan.FromMinutes(1), Token)).ToList();

        server.Kill();
        foreach (var command in waiting)
        {
            Assert.Contains("not known", (await UnreachableAsync(() => command)).Message, StringComparison.Ordinal);
        }

        await UnreachableAsync(() => client.SendAsync("PING", [], Token));
        await server.RestartAsync(Token);
        Assert.Equal("PONG", (await client.SendAsync("PING", [], Token)).AsText());
    }

    [Fact]
    public async Task Silent_server_fails_at_the_deadline_and_the_connection_is_replaced()
    {
        await using var server = new ScriptedServer(words => words[0] switch { "HELLO" => Hello, "PING" => "+PONG\r\n", _ => "" });
        await using IRespClient client = server.Client();

        var patient = client.SendAsync("SLOW", [], TimeSpan.FromMinutes(1), Token);
        await UnreachableAsync(() => client.SendAsync("SLOW", [], TimeSpan.FromMilliseconds(50), Token));
        await UnreachableAsync(() => patient);

        Assert.Equal("PONG", (await client.SendAsync("PING", [], Token)).AsText());
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task Silent_greeting_fails_at_the_deadline_for_connections()
    {
        await using var server = new ScriptedServer(_ => "");
        await using IRespClient client = server.Client(options => options with { ConnectTimeout = TimeSpan.FromMilliseconds(50) });
        await UnreachableAsync(() => client.SendAsync("PING", [], Token));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("*1000000000\r\n")]
    [InlineData("$2000000000\r\n")]
    public async Task Server_that_does_not_speak_RESP_is_left(string answer)
    {
        await using var server = new ScriptedServer(words => words[0] == "HELLO" ? Hello : answer);
        await using IRespClient client = server.Client();
        await UnreachableAsync(() => client.SendAsync("PING", [], Token));
    }

    [Fact]
    public async Task Answer_that_nobody_asked_for_breaks_the_connection_instead_of_going_to_the_wrong_command()
    {
        await using var server = new ScriptedServer(words => words[0] switch { "HELLO" => Hello, "TWICE" => "+1\r\n+2\r\n", _ => ":7\r\n" });
        await using IRespClient client = server.Client();
        var first = client.SendAsync("TWICE", [], Token);

        Assert.Equal("1", (await first).AsText());
        var next = await Record.ExceptionAsync(async () => Assert.Equal(7, (await client.SendAsync("SEVEN", [], Token)).AsInt64()));
        Assert.True(next is null or ThreeDbException, $"{next}");
    }

    [Fact]
    public async Task Given_up_command_takes_its_answer_with_it()
    {
        var asked = new TaskCompletionSource();
        await using var server = new ScriptedServer(words =>
        {
            switch (words[0])
            {
                case "HELLO": return Hello;
                case "SLOW":
                    asked.SetResult();
                    return "";
                default: return "+slow\r\n+fast\r\n";
            }
        });
        await using IRespClient client = server.Client();
        using var giveUp = new CancellationTokenSource();
        var slow = client.SendAsync("SLOW", [], giveUp.Token);
        await asked.Task;
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);

        Assert.Equal("fast", (await client.SendAsync("FAST", [], Token)).AsText());
    }

    [Fact]
    public async Task Push_messages_are_told_and_answer_nothing()
    {
        var told = new List<string>();
        await using var server = new ScriptedServer(words => words[0] == "HELLO" ? Hello : ">2\r\n+invalidate\r\n+x\r\n+PONG\r\n");
        await using IRespClient client = server.Client(options => options with { OnPush = value => told.Add(RespText.Show(value)) });

        Assert.Equal("PONG", (await client.SendAsync("PING", [], Token)).AsText());
        Assert.Equal(["P(invalidate x)"], told);
    }

    [Fact]
    public async Task Channels_are_listened_to_until_the_connection_ends()
    {
        await using var server = await EngineServer.OwnAsync(ValkeyEngine.Instance, Token);
        var told = new TaskCompletionSource<string>();
        var up = new TaskCompletionSource();
        var down = new TaskCompletionSource();
        await using IRespClient client = new RespClient(new RespOptions
        {
            Endpoint = RespEndpoint.Parse(server.Url),
            Channels = ["news"],
            Greeting = [("SET", ["greeted", "yes"])],
            OnListening = isUp => (isUp ? up : down).SetResult(),
            OnPush = value => { if (value.Items[0].AsText() == "message") { told.SetResult(value.Items[2].AsText()!); } },
        });

        Assert.Equal("yes", (await client.SendAsync("GET", ["greeted"], Token)).AsText());
        await up.Task;
        Assert.Equal(1, (await client.SendAsync("PUBLISH", ["news", "hello"], Token)).AsInt64());
        Assert.Equal("hello", await told.Task);
        server.Kill();
        await down.Task;
    }

    [Fact]
    public async Task Closed_client_fails_what_waits_and_takes_nothing_more()
    {
        await using var server = new ScriptedServer(words => words[0] == "HELLO" ? Hello : "");
        IRespClient client = server.Client();
        var waiting = client.SendAsync("PING", [], Token);
        await client.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.SendAsync("PING", [], Token));
    }

    private static async Task<ThreeDbException> UnreachableAsync(Func<Task> action)
    {
        var exception = await Assert.ThrowsAnyAsync<ThreeDbException>(action);
        Assert.Equal((ErrorCodes.ProjectionUnreachable, true), (exception.Code, exception.IsTransient));
        return exception;
    }
}
