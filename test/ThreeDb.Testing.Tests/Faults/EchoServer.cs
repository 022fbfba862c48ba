using System.Net;
using System.Net.Sockets;

namespace ThreeDb.Testing.Tests;

/// <summary>A server that sends back what it gets, and counts it.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;
    private long _received;

    public EchoServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many bytes have come.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Connects a client through a proxy.</summary>
    public static async Task<Socket> ConnectAsync(FaultProxy proxy)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, proxy.Port), TestContext.Current.CancellationToken);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ServeAsync(await _listener.AcceptSocketAsync());
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var owned = client;
        client.NoDelay = true;
        var buffer = new byte[64 * 1024];
        try
        {
            while (await client.ReceiveAsync(buffer) is var count and > 0)
            {
                Interlocked.Add(ref _received, count);
                for (var sent = 0; sent < count;)
                {
                    sent += await client.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
        }
        catch (SocketException)
        {
            // The client was reset.
        }
    }
}
