using System.Text;

namespace ThreeDb.Cli.Tests.Commands;

/// <summary>A command that waits behind another run says so while it waits.</summary>
public sealed class GraphQueueTests(CliFixture cli) : IClassFixture<CliFixture>, IAsyncLifetime
{
    [Fact]
    public async Task Rank_that_waits_for_its_turn_says_so_on_stderr_at_once()
    {
        using var stop = new CancellationTokenSource();
        var running = new Told();
        var held = cli.Client.Graph.AnalyzeAsync(LongRun.Request, running, stop.Token);
        await running.Begun.Task;

        using var output = new MemoryStream();
        using var error = new Lines("waits for its turn");
        var shell = new Shell { Output = output, Error = error, Input = Stream.Null, Folder = cli.Folder, Variable = name => name == "THREEDB_URL" ? cli.Url.ToString() : null };
        var rank = CommandLineApp.RunAsync(["graph", "rank", "--by", "degree", "--limit", "3"], shell);
        Assert.Equal("It waits for its turn: number 1 in the queue.", await error.Found.Task);
        Assert.False(held.IsCompleted);
        Assert.False(rank.IsCompleted);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        Assert.Equal(ExitCodes.Success, await rank);
        Assert.Contains("SCORE", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync() => await LongRun.FillAsync(cli);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Told : IAnalysisProgress
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Report(double value) => Begun.TrySetResult();

        public void Queued(int place)
        {
        }
    }

    // Tells as soon as a line with some words is there.
    private sealed class Lines(string words) : StringWriter
    {
        public TaskCompletionSource<string> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(words, StringComparison.Ordinal) == true)
            {
                Found.TrySetResult(value);
            }
        }
    }
}
