using System.Collections.Concurrent;
using System.Net;

namespace ThreeDb.LocalPostgres.Tests;

/// <summary>How the mirror treats packages; lists always arrive whole.</summary>
internal enum MirrorFault
{
    None,

    /// <summary>The connection breaks in the middle.</summary>
    Truncates,

    /// <summary>The right length with other bytes.</summary>
    Corrupts,

    /// <summary>Half of it, and then nothing for ever.</summary>
    Stalls,
}

/// <summary>A mirror on loopback that passes on what the machine's real one has, with faults.</summary>
internal sealed class FaultyMirror : IAsyncDisposable
{
    private static readonly HttpClient Upstream = new();
    private static readonly ConcurrentDictionary<string, Task<byte[]>> Fetched = new();

    private readonly HttpListener listener = new();
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string real;
    private readonly Task loop;

    public FaultyMirror()
    {
        real = AptTools.Find(Machine.Current, null).Mirror;
        if (!real.StartsWith("http", StringComparison.Ordinal))
        {
            Prerequisite.Missing($"The machine's mirror '{real}' is not one of HTTP.", "Name one in the sources of apt.");
        }

        var port = LocalPort.Choose();
        Uri = $"http://127.0.0.1:{port}/debian";
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        loop = Task.Run(ServeAsync);
    }

    public string Uri { get; }

    /// <summary>What happens to packages whose path contains <see cref="Victim"/>.</summary>
    public MirrorFault Fault { get; set; }

    public string Victim { get; set; } = ".deb";

    /// <summary>How many packages were asked for.</summary>
    public int Packages { get; private set; }

    /// <summary>Completes when a package hangs half-way.</summary>
    public Task Stalled => stalled.Task;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Close();
        await loop;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await listener.GetContextAsync());
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            var path = context.Request.RawUrl!["/debian".Length..];
            var body = await Fetched.GetOrAdd(path, missing => Upstream.GetByteArrayAsync(real + missing));
            var isPackage = path.EndsWith(".deb", StringComparison.Ordinal);
            Packages += isPackage ? 1 : 0;
            var isVictim = isPackage && path.Contains(Victim, StringComparison.Ordinal);
            await SendAsync(context.Response, body, isVictim ? Fault : MirrorFault.None);
        }
        catch (HttpRequestException)
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
        }
        catch (Exception exception) when (exception
            is HttpListenerException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            context.Response.Abort();
        }
    }

    private async Task SendAsync(HttpListenerResponse response, byte[] body, MirrorFault fault)
    {
        response.ContentLength64 = body.Length;
        if (fault == MirrorFault.None)
        {
            await response.OutputStream.WriteAsync(body, stop.Token);
            response.Close();
            return;
        }

        await response.OutputStream.WriteAsync(body.AsMemory(0, body.Length / 2), stop.Token);
        await response.OutputStream.FlushAsync(stop.Token);
        switch (fault)
        {
            case MirrorFault.Truncates:
                response.Abort();
                break;
            case MirrorFault.Corrupts:
                await response.OutputStream.WriteAsync(new byte[body.Length - body.Length / 2], stop.Token);
                response.Close();
                break;
            default:
                stalled.TrySetResult();
                await Task.Delay(Timeout.Infinite, stop.Token);
                break;
        }
    }
}
