using System.Text.Json;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Resp.Tests;

public sealed class ClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_are_answered_by_a_real_server_in_RESP3()
    {
        await using IRespClient client = await Servers.ClientAsync();

        Assert.Equal("PONG", (await client.SendAsync("PING", [], Token)).AsText());
        Assert.Equal("OK", (await client.SendAsync("SET", [Key, "wört\r\n"], Token)).AsText());
        Assert.Equal("wört\r\n", (await client.SendAsync("GET", [Key], Token)).AsText());
        Assert.True((await client.SendAsync("GET", [Key + "-none"], Token)).IsNull);
        Assert.Equal(2, (await client.SendAsync("HSET", [Key + "-hash", "a", 1L, "b", 1.5], Token)).AsInt64());
        var hash = await client.SendAsync("HGETALL", [Key + "-hash"], Token);
        Assert.Equal(RespType.Map, hash.Type);
        Assert.Equal(["a", "1", "b", "1.5"], hash.Items.ToArray().Select(item => item.AsText()));
    }

    [Fact]
    public async Task Thousands_of_commands_at_once_are_each_answered_with_their_own_answer()
    {
        await using IRespClient client = await Servers.ClientAsync(TimeSpan.FromMinutes(1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20_000).Select(i => client.SendAsync("ECHO", [(long)i], Token)));

        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => (long)i), answers.Select(answer => answer.AsInt64()));
    }

    [Fact]
    public async Task Error_of_the_server_fails_that_command_and_no_other()
    {
        await using IRespClient client = await Servers.ClientAsync();

        var bad = client.SendAsync("NO-SUCH-COMMAND", [], Token);
        var good = client.SendAsync("PING", [], Token);

        var exception = await Assert.ThrowsAsync<RespErrorException>(() => bad);
        Assert.Equal((ErrorCodes.ProjectionFailed, "ERR", false), (exception.Code, exception.Prefix, exception.IsTransient));
        Assert.Equal("PONG", (await good).AsText());
    }

    private static string Key => "resp-tests:" + TestContext.Current.Test!.UniqueID;
}
