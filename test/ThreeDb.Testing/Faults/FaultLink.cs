using System.Net;
using System.Net.Sockets;

namespace ThreeDb.Testing;

/// <summary>One connection through a <see cref="FaultProxy"/>: two pumps.</summary>
internal sealed class FaultLink(FaultProxy proxy, Socket client) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _end = new();
    private int _isReset;

    /// <summary>Runs until both directions have ended, or the connection is made to end.</summary>
    public async Task RunAsync(EndPoint server)
    {
        try
        {
            client.NoDelay = true;
            await _server.ConnectAsync(server, _end.Token);
            var toServer = new FaultPump(proxy, this, client, _server, LinkDirections.ToServer);
            var toClient = new FaultPump(proxy, this, _server, client, LinkDirections.ToClient);
            await Task.WhenAll(toServer.RunAsync(_end.Token), toClient.RunAsync(_end.Token));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A server that is away resets the client; the other ends were asked for.
            if (e is SocketException)
            {
                _isReset = 1;
            }
        }
        finally
        {
            Close(client);
            Close(_server);
            Dispose();
        }
    }

    /// <summary>Ends the connection from outside: with a reset, or in order.</summary>
    public void End(bool isReset)
    {
        if (isReset)
        {
            Volatile.Write(ref _isReset, 1);
        }

        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    public void Dispose()
    {
        _end.Dispose();
        _server.Dispose();
        client.Dispose();
    }

    private void Close(Socket socket)
    {
        try
        {
            if (Volatile.Read(ref _isReset) == 1)
            {
                socket.LingerState = new LingerOption(true, 0);
            }
            else
            {
                socket.Shutdown(SocketShutdown.Both);
            }
        }
        catch (SocketException)
        {
            // It was not connected, or is not any more.
        }

        socket.Close();
    }
}
