using System.Net.Http.Headers;
using System.Text;

namespace ThreeDb.Server.Tests;

/// <summary>Whoever waits for a run of the same tenant is told the place, over HTTP and by the client, and has its turn when the one before ends.</summary>
public sealed class QueuedRunTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private static readonly AnalysisRequest Short = new() { Algorithm = GraphAlgorithm.Degree, Limit = 1 };

    [Fact]
    public async Task Second_and_third_run_are_told_their_places_and_get_their_turns()
    {
        using var first = new CancellationTokenSource();
        var running = new Told();
        var held = fixture.Client.Graph.AnalyzeAsync(LongRun.Request, running, first.Token);
        await running.Begun.Task;

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/graph/analyses")
        {
            Content = new StringContent("""{"algorithm":"degree","limit":1}""", Encoding.UTF8, MediaTypes.Json),
            Headers = { Accept = { new MediaTypeWithQualityHeaderValue(MediaTypes.Events) } },
        };
        using var second = await fixture.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await second.Content.ReadAsStreamAsync());
        Assert.Equal(("event: queued", """data: {"place":1}"""), (await events.ReadLineAsync(), await events.ReadLineAsync()));

        var third = new Told();
        var waiting = fixture.Client.Graph.AnalyzeAsync(Short, third);
        Assert.Equal(2, await third.Place.Task);
        Assert.False(held.IsCompleted);
        Assert.False(waiting.IsCompleted);

        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        Assert.Contains("event: result", await events.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(LongRun.Entities, (await waiting).Entities);
    }

    public async ValueTask InitializeAsync() => await LongRun.FillAsync(fixture);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Told : IAnalysisProgress
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<int> Place { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Report(double value) => Begun.TrySetResult();

        public void Queued(int place) => Place.TrySetResult(place);
    }
}
