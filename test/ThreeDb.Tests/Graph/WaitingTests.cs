using ThreeDb.Testing;

namespace ThreeDb.Tests;

/// <summary>What a run that takes long means for others.</summary>
public sealed class WaitingTests(GraphFixture fixture) : IClassFixture<GraphFixture>
{
    [Fact]
    public async Task Question_about_one_entity_does_not_wait_behind_a_long_run_but_a_run_does_and_says_so()
    {
        var ids = await fixture.RandomAsync(30, 90, new Random(5));
        await fixture.LoadAsync();
        using var end = new ManualResetEventSlim();
        var begun = new TaskCompletionSource();
        var turns = fixture.Db.Memory.Turns;
        var held = turns.RunAsync(fixture.Db.Session.TenantId, () =>
        {
            begun.SetResult();
            end.Wait();
            return 0;
        }, null, default);
        await begun.Task;
        Assert.NotNull(await fixture.Db.Graph.SuggestAsync(ids[0]));
        Assert.NotNull(await fixture.Db.Graph.SimilarAsync(ids[0]));
        var told = new Told();
        var run = fixture.Db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Degree }, told);
        Assert.Equal(1, await told.Place.Task);
        Assert.False(run.IsCompleted);
        end.Set();
        await held;
        await run;
        Assert.Equal(1, told.Shares[^1]);
        Assert.Equal(told.Shares.Order(), told.Shares);
    }

    [Fact]
    public async Task Progress_is_told_at_most_five_times_a_second_and_ends_at_the_whole()
    {
        await fixture.RandomAsync(800, 4000, new Random(6));
        var told = new Told();
        var done = await fixture.Db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Betweenness }, told);
        Assert.Equal(1, told.Shares[^1]);
        Assert.InRange(told.Shares.Count, 2, 3 + (done.Milliseconds / 200));
    }

    private sealed class Told : IAnalysisProgress
    {
        public List<double> Shares { get; } = [];

        public TaskCompletionSource<int> Place { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Report(double value) => Shares.Add(value);

        public void Queued(int place) => Place.TrySetResult(place);
    }
}
