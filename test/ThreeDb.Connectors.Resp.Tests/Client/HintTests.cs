using System.Net;
using System.Net.Sockets;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Resp.Tests;

/// <summary>What failures tell people to do: what fits the cause, never to start an engine that runs.</summary>
public sealed class HintTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Real_server_that_takes_no_writes_is_explained_by_its_cause()
    {
        await using var server = await EngineServer.OwnAsync(ValkeyEngine.Instance, Token);
        await using IRespClient client = Servers.Client(server.Url);

        await client.SendAsync("CONFIG", ["SET", "maxmemory", "1"], Token);
        await FailsAsync(() => client.SendAsync("SET", ["a", "b"], Token), ErrorCodes.ProjectionUnreachable, "'maxmemory'");
        await client.SendAsync("CONFIG", ["SET", "maxmemory", "0"], Token);

        await client.SendAsync("REPLICAOF", ["127.0.0.1", "1"], Token);
        await FailsAsync(() => client.SendAsync("SET", ["a", "b"], Token), ErrorCodes.ProjectionUnreachable, "leads to a replica");
        await client.SendAsync("REPLICAOF", ["NO", "ONE"], Token);

        await client.SendAsync("ACL", ["SETUSER", "default", "-set"], Token);
        await FailsAsync(() => client.SendAsync("SET", ["a", "b"], Token), ErrorCodes.EngineRefusesCredentials, "lacks a right");
    }

    [Fact]
    public async Task Database_that_the_server_does_not_have_is_for_people()
    {
        await using IRespClient client = Servers.Client((await EngineServer.SharedAsync(ValkeyEngine.Instance)).Url + "/999");
        await FailsAsync(() => client.SendAsync("PING", [], Token), ErrorCodes.InvalidProjection, "'databases'");
    }

    [Theory]
    [InlineData("MISCONF Valkey is configured to save RDB snapshots", "disk")]
    [InlineData("LOADING the dataset", "at its start")]
    [InlineData("MASTERDOWN Link with MASTER is down", "primary")]
    [InlineData("DENIED running in protected mode", "protected mode")]
    public async Task Error_of_the_server_is_explained_by_its_class(string error, string hint)
    {
        await using var server = new ScriptedServer(_ => $"-{error}\r\n");
        await using IRespClient client = server.Client();
        var failure = await Assert.ThrowsAsync<RespErrorException>(() => client.SendAsync("PING", [], Token));
        Assert.Contains(hint, failure.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("Start the engine", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_that_nobody_knows_is_said()
    {
        await using IRespClient client = Servers.Client("redis://no-such-host.invalid");
        await FailsAsync(() => client.SendAsync("PING", [], Token), ErrorCodes.ProjectionUnreachable, "No such host");
    }

    [Fact]
    public async Task Server_without_TLS_is_told_from_one_that_is_away()
    {
        await using IRespClient client = Servers.Client((await EngineServer.SharedAsync(ValkeyEngine.Instance)).Url.Replace("redis://", "rediss://", StringComparison.Ordinal));
        await FailsAsync(() => client.SendAsync("PING", [], Token), ErrorCodes.ProjectionUnreachable, "rediss://");
    }

    [Fact]
    public async Task Server_of_another_kind_that_hangs_up_is_told_from_one_that_is_away()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hangingUp = HangUpAsync(listener);
        await using IRespClient client = Servers.Client($"redis://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        await FailsAsync(() => client.SendAsync("PING", [], Token), ErrorCodes.ProjectionUnreachable, "host, port and scheme");
        await hangingUp;
    }

    [Fact]
    public async Task Server_that_is_away_is_to_be_started()
    {
        await using IRespClient client = Servers.Client("redis://127.0.0.1:1");
        await FailsAsync(() => client.SendAsync("PING", [], Token), ErrorCodes.ProjectionUnreachable, "Start the engine");
    }

    // As PostgreSQL does with what it does not understand.
    private static async Task HangUpAsync(TcpListener listener)
    {
        using var accepted = await listener.AcceptSocketAsync(Token);
        await accepted.ReceiveAsync(new byte[16], Token);
    }

    private static async Task FailsAsync(Func<Task> command, ErrorCode code, string hint)
    {
        var failure = await Assert.ThrowsAnyAsync<ThreeDbException>(command);
        Assert.Equal(code, failure.Code);
        Assert.Contains(hint, failure.Hint, StringComparison.Ordinal);
    }
}
