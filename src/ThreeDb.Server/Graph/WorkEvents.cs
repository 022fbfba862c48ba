using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace ThreeDb.Server;

/// <summary>Answers long work with server-sent events: <c>queued</c> while it waits for its turn, <c>progress</c> as it goes, then <c>result</c> or <c>problem</c>.</summary>
internal sealed class WorkEvents : IAnalysisProgress
{
    // Often enough that no proxy takes the connection for dead.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    // Only the latest counts: whoever reads slowly misses the ones before.
    private readonly Channel<string> _news = Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private WorkEvents()
    {
    }

    public void Report(double value) => _news.Writer.TryWrite(Event("progress", new WorkProgress(value)));

    public void Queued(int place) => _news.Writer.TryWrite(Event("queued", new WorkPlace(place)));

    /// <remarks>What fails before there is anything to tell, as a bad request does, is a plain problem with its status.</remarks>
    public static async Task WriteAsync<T>(ApiRequest request, Func<IAnalysisProgress, Task<T>> work)
    {
        var events = new WorkEvents();
        var running = events.RunAsync(work);
        var next = await events.NextAsync(request.Aborted);
        if (next is News.End && !running.IsCompletedSuccessfully)
        {
            await running;
        }

        var response = request.Context.Response;
        response.ContentType = MediaTypes.Events;
        response.Headers.CacheControl = "no-store";
        for (; next is not News.End; next = await events.NextAsync(request.Aborted))
        {
            await SendAsync(response, next is News.Some && events._news.Reader.TryRead(out var news) ? news : ": still at it\n\n", request.Aborted);
        }

        await SendAsync(response, await EndAsync(request, running), request.Aborted);
    }

    private async Task<T> RunAsync<T>(Func<IAnalysisProgress, Task<T>> work)
    {
        try
        {
            return await work(this);
        }
        finally
        {
            _news.Writer.Complete();
        }
    }

    private async Task<News> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _news.Reader.WaitToReadAsync(cancellationToken).AsTask().WaitAsync(Heartbeat, cancellationToken) ? News.Some : News.End;
        }
        catch (TimeoutException)
        {
            return News.None;
        }
    }

    private static async Task<string> EndAsync<T>(ApiRequest request, Task<T> running)
    {
        try
        {
            return Event("result", await running);
        }
        catch (ThreeDbException e)
        {
            return Event("problem", Problem.Of(e, ProblemWriter.StatusOf(e.Code.Kind), request.Context));
        }
    }

    private static string Event<T>(string name, T data) => $"event: {name}\ndata: {JsonSerializer.Serialize(data, ThreeDbJson.Options)}\n\n";

    private static async Task SendAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        Encoding.UTF8.GetBytes(text, response.BodyWriter);
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    private enum News
    {
        Some,
        None,
        End,
    }
}

/// <summary>How far work is.</summary>
/// <param name="Done">The share that is done, 0 to 1.</param>
internal sealed record WorkProgress(double Done);

/// <summary>That work waits for its turn.</summary>
/// <param name="Place">Its place among those that wait: 1 for the next.</param>
internal sealed record WorkPlace(int Place);
