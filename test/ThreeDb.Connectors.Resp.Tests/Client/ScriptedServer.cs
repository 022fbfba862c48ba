using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ThreeDb.Connectors.Resp.Tests;

/// <summary>A server that answers what a test tells it to: the misbehaviour that a real one shows only on bad days.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _clients = [];
    private readonly Func<string[], string?> _answer;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="answer">Makes the bytes of an answer from the words of a command; null closes the connection, an empty text is silence.</param>
    public ScriptedServer(Func<string[], string?> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Connections => Volatile.Read(ref _connections);

    public ConcurrentQueue<string> Commands { get; } = new();

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public RespClient Client(Func<RespOptions, RespOptions>? change = null, string signIn = "")
    {
        var options = new RespOptions { Endpoint = RespEndpoint.Parse($"redis://{signIn}{Address}") };
        return new RespClient(change?.Invoke(options) ?? options);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_clients);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _connections);
                _clients.Add(ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var own = client;
        var stream = client.GetStream();
        var parser = new RespParser(new RespLimits());
        var left = Array.Empty<byte>();
        var chunk = new byte[65536];
        try
        {
            while (await stream.ReadAsync(chunk, _stopping.Token) is > 0 and var count)
            {
                var buffer = new ReadOnlySequence<byte>([.. left, .. chunk.AsSpan(0, count)]);
                while (parser.TryRead(ref buffer, out var command))
                {
                    string[] words = [.. command.Items.ToArray().Select(item => item.AsText()!)];
                    Commands.Enqueue(string.Join(' ', words));
                    if (_answer(words) is not { } answer)
                    {
                        return;
                    }

                    await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer), _stopping.Token);
                }

                left = buffer.ToArray();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The test is over, or the client went away.
        }
    }
}
