using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ThreeDb.LocalPostgres.Tests;

public sealed class LocalServerTests
{
    private static readonly LocalServerDefinition Valkey = new("valkey", KnownRuntimes.Valkey, "usr/bin/valkey-server",
        (port, _) => ["--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--daemonize", "no", "--save", ""])
    {
        IsReady = async (port, cancellationToken) => await PingAsync(port, cancellationToken) == "+PONG\r\n",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Valkey_from_packages_answers_without_privileges_is_adopted_and_stops()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        var server = Server(scratch, Valkey);

        var started = await server.EnsureAsync(null, Token);
        var adopted = await server.EnsureAsync(null, Token);

        Assert.Equal("+PONG\r\n", await PingAsync(started.Port, Token));
        Assert.True(started.WasStarted);
        Assert.Equal(started with { WasStarted = false }, adopted);
        Assert.NotEqual(0u, Processes.UserOf(started.ProcessId));
        Assert.Equal(started.ProcessId, Processes.SessionOf(started.ProcessId));

        Assert.True(await server.StopAsync(Token));
        Assert.False(await server.StopAsync(Token));
        Assert.False(ProcessTable.IsAlive(started.ProcessId));
        var isFree = LocalPort.IsFree(started.Port);
        var again = await server.EnsureAsync(null, Token);
        Assert.True(again.Port == started.Port || !isFree || !LocalPort.IsFree(started.Port), "Another port was taken, and nobody else has the old one.");
    }

    [Fact]
    public async Task FalkorDb_from_npm_answers_without_privileges_and_cannot_take_all_memory()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        var server = Server(scratch, KnownServers.FalkorDb);

        var started = await server.EnsureAsync(null, Token);

        Assert.Contains("graph", await AskAsync(started.Port, "MODULE LIST", Token), StringComparison.Ordinal);
        Assert.NotEqual(0u, Processes.UserOf(started.ProcessId));
        Assert.Matches(@"Max address space\s+8589934592", await File.ReadAllTextAsync($"/proc/{started.ProcessId}/limits", Token));
        Assert.True(await server.StopAsync(Token));
    }

    [Fact]
    public async Task Server_that_ends_at_once_is_reported_with_its_last_words()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        var server = Server(scratch, Valkey with { Arguments = (_, _) => ["--no-such-option", "1"] });

        var exception = await Expect.FailsAsync(ErrorCodes.ServerDidNotStart, () => server.EnsureAsync(null, Token));

        Assert.Contains("no-such-option", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_that_the_runtime_does_not_have_is_refused_with_the_nearest()
    {
        Prerequisite.Packages();
        await using var scratch = new Scratch();
        var server = Server(scratch, Valkey with { Executable = "usr/bin/valkey-sever" });

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => server.EnsureAsync(null, Token));

        Assert.Contains("usr/bin/valkey-server", exception.Message, StringComparison.Ordinal);
    }

    private static LocalServer Server(Scratch scratch, LocalServerDefinition definition)
    {
        var packages = Scratch.SharedStore();
        var server = new LocalServer(definition, packages, scratch["valkey"]);
        scratch.AtEnd(() => server.StopAsync());
        return server;
    }

    private static Task<string> PingAsync(int port, CancellationToken cancellationToken) => AskAsync(port, "PING", cancellationToken);

    private static async Task<string> AskAsync(int port, string command, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            await socket.SendAsync(Encoding.ASCII.GetBytes(command + "\r\n"), cancellationToken);
            var answer = new byte[1024];
            return Encoding.ASCII.GetString(answer, 0, await socket.ReceiveAsync(answer, cancellationToken));
        }
        catch (SocketException)
        {
            return "";
        }
    }
}
