using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ThreeDb.Connectors.Neo4j.Tests;

/// <summary>Something that listens where Neo4j should, and answers as a test tells it to.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<ScriptedRequest, Task<(int Status, string Body)>> _answer;
    private readonly Task _serving;

    public ScriptedServer(Func<ScriptedRequest, Task<(int Status, string Body)>> answer)
    {
        _answer = answer;
        using (var port = new TcpListener(IPAddress.Loopback, 0))
        {
            port.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    public ConcurrentQueue<ScriptedRequest> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var request = new ScriptedRequest(context.Request.RawUrl!, await reader.ReadToEndAsync(), context.Request.Headers["Accept"], context.Request.Headers["bookmarks"], context.Request.Headers["access-mode"]);
            Requests.Enqueue(request);
            (context.Response.StatusCode, var answer) = await _answer(request);
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException or HttpRequestException)
        {
            // Who asked has gone, or who was to answer.
            context.Response.Abort();
        }
    }
}

/// <summary>What was asked.</summary>
/// <param name="Path">Where.</param>
/// <param name="Body">The body.</param>
/// <param name="Accept">The media type that is wanted.</param>
/// <param name="Bookmarks">The header <c>bookmarks</c>.</param>
/// <param name="AccessMode">The header <c>access-mode</c>.</param>
internal sealed record ScriptedRequest(string Path, string Body, string? Accept, string? Bookmarks, string? AccessMode)
{
    /// <summary>Whether it goes to the older HTTP API.</summary>
    public bool IsBatch => Path.EndsWith("/tx/commit", StringComparison.Ordinal);

    /// <summary>Has a real server answer it.</summary>
    public async Task<(int Status, string Body)> ForwardAsync(HttpClient http, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url + Path) { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        if (Accept is not null)
        {
            request.Headers.Accept.ParseAdd(Accept);
        }

        if (Bookmarks is not null)
        {
            request.Headers.Add("bookmarks", Bookmarks);
        }

        if (AccessMode is not null)
        {
            request.Headers.Add("access-mode", AccessMode);
        }

        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
