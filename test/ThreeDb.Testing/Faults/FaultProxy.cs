using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ThreeDb.Testing;

/// <summary>A TCP proxy between a client and a server, whose link can be made bad in every way while it is in use.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly EndPoint _server;
    private readonly Random _random;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<FaultLink, Task> _links = new();
    private Socket _socket;
    private Task _accepting = Task.CompletedTask;
    private LinkFaults _faults = LinkFaults.None;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _accepted;

    private FaultProxy(EndPoint server, int seed)
    {
        _server = server;
        _random = new Random(seed);
        _socket = Bind(0);
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    /// <summary>Where it listens, on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => new(IPAddress.Loopback, Port);

    /// <summary>How many connections it has taken.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How many connections are open now.</summary>
    public int Open => _links.Count;

    /// <summary>What is wrong with the link now. Open connections follow at once.</summary>
    public LinkFaults Faults
    {
        get => Volatile.Read(ref _faults);
        set
        {
            TaskCompletionSource changed;
            lock (_lock)
            {
                Volatile.Write(ref _faults, value);
                changed = _changed;
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            changed.SetResult();
        }
    }

    /// <summary>Ends at the next change of <see cref="Faults"/>.</summary>
    internal Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Starts a proxy before a server on this machine.</summary>
    public static FaultProxy Start(int port, int seed = 0) => Start(new IPEndPoint(IPAddress.Loopback, port), seed);

    /// <summary>Starts a proxy before a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="seed">The seed of what is random.</param>
    public static FaultProxy Start(EndPoint server, int seed = 0)
    {
        var proxy = new FaultProxy(server, seed);
        proxy.Up();
        return proxy;
    }

    /// <summary>Takes connections (again).</summary>
    public void Up()
    {
        _socket.Listen(512);
        _accepting = AcceptAsync(_socket);
    }

    /// <summary>Resets all connections and refuses new ones. The port stays taken.</summary>
    public async Task DownAsync()
    {
        await StopAcceptingAsync();
        _socket = Bind(Port);
        Reset();
    }

    /// <summary>Resets all connections: both sides see an error.</summary>
    public void Reset() => EndAll(isReset: true);

    /// <summary>Closes all connections: both sides see an end.</summary>
    public void Cut() => EndAll(isReset: false);

    public async ValueTask DisposeAsync()
    {
        await StopAcceptingAsync();
        Reset();
        await Task.WhenAll(_links.Values);
    }

    /// <summary>How long bytes that come now are under way.</summary>
    internal TimeSpan Delay(LinkFaults faults)
    {
        lock (_lock)
        {
            return faults.Latency + (faults.Jitter * _random.NextDouble());
        }
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync();
                Interlocked.Increment(ref _accepted);
                var link = new FaultLink(this, client);
                _links[link] = Task.CompletedTask;
                _links[link] = RunAsync(link);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It does not listen any more.
        }
    }

    private async Task RunAsync(FaultLink link)
    {
        await Task.Yield();
        await link.RunAsync(_server);
        _links.TryRemove(link, out _);
    }

    private async Task StopAcceptingAsync()
    {
        _socket.Dispose();
        await _accepting;
    }

    private void EndAll(bool isReset)
    {
        foreach (var link in _links.Keys)
        {
            link.End(isReset);
        }
    }
}
