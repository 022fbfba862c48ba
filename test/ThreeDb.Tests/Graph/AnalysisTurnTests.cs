namespace ThreeDb.Tests;

/// <summary>Who computes next, and what those who wait are told.</summary>
public sealed class AnalysisTurnTests
{
    private readonly AnalysisTurns _turns = new();
    private readonly List<string> _ran = [];
    private readonly TaskCompletionSource _goOn = new();

    [Fact]
    public async Task Three_runs_of_one_tenant_keep_their_order_and_are_told_their_places()
    {
        var first = await FirstAsync(1);
        var (second, secondPlaces) = Wait(1, "second");
        var (third, thirdPlaces) = Wait(1, "third");
        Assert.Equal((1, 2), (Assert.Single(secondPlaces), Assert.Single(thirdPlaces)));
        _goOn.SetResult();
        await Task.WhenAll(first, second, third);
        Assert.Equal(["first", "second", "third"], _ran);
        Assert.Equal([1], secondPlaces);
        Assert.Equal([2, 1], thirdPlaces);
        Assert.False(_turns.IsBusy);
    }

    [Fact]
    public async Task Tenant_with_many_runs_lets_others_between()
    {
        var first = await FirstAsync(1);
        var (second, secondPlaces) = Wait(1, "second of one");
        var (third, thirdPlaces) = Wait(1, "third of one");
        var (other, otherPlaces) = Wait(2, "first of another");
        Assert.Equal((2, 3, 1), (secondPlaces[^1], thirdPlaces[^1], otherPlaces[^1]));
        _goOn.SetResult();
        await Task.WhenAll(first, second, third, other);
        Assert.Equal(["first", "first of another", "second of one", "third of one"], _ran);
    }

    [Fact]
    public async Task Run_that_is_stopped_while_it_waits_lets_the_others_move_up()
    {
        var first = await FirstAsync(1);
        using var stop = new CancellationTokenSource();
        var (second, _) = Wait(1, "second", stop.Token);
        var (third, thirdPlaces) = Wait(1, "third");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal([2, 1], thirdPlaces);
        _goOn.SetResult();
        await Task.WhenAll(first, third);
        Assert.Equal(["first", "third"], _ran);
    }

    [Fact]
    public async Task Run_that_fails_gives_its_turn_on()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _turns.RunAsync<int>(1, () => throw new InvalidOperationException(), null, default));
        Assert.Equal(7, await _turns.RunAsync(1, () => 7, null, default));
    }

    [Fact]
    public async Task Run_whose_place_cannot_be_told_fails_alone_when_it_comes()
    {
        var first = await FirstAsync(1);
        await Assert.ThrowsAsync<IOException>(() => _turns.RunAsync(1, () => 0, _ => throw new IOException(), default));
        var (third, thirdPlaces) = Wait(1, "third");
        Assert.Equal([1], thirdPlaces);
        _goOn.SetResult();
        await Task.WhenAll(first, third);
        Assert.Equal(["first", "third"], _ran);
        Assert.False(_turns.IsBusy);
    }

    [Fact]
    public async Task Run_whose_place_cannot_be_told_fails_alone_when_others_go_on()
    {
        using var told = new ManualResetEventSlim();
        var first = await FirstAsync(1);
        var second = _turns.RunAsync(1, () => told.Wait(TimeSpan.FromMinutes(1)), null, default);
        var third = _turns.RunAsync(
            1, () => 0,
            place =>
            {
                if (place == 1)
                {
                    throw new IOException();
                }
            },
            default);
        var (fourth, fourthPlaces) = Wait(1, "fourth");
        _goOn.SetResult();
        await first;
        await Assert.ThrowsAsync<IOException>(() => third);
        Assert.Equal([3, 2, 1], fourthPlaces);
        told.Set();
        Assert.True(await second);
        await fourth;
        Assert.Equal(["first", "fourth"], _ran);
        Assert.False(_turns.IsBusy);
    }

    // Computes until it may go on.
    private async Task<Task> FirstAsync(int tenant)
    {
        var begun = new TaskCompletionSource();
        var run = _turns.RunAsync(tenant, () =>
        {
            begun.SetResult();
            _goOn.Task.Wait();
            _ran.Add("first");
            return 0;
        }, null, default);
        await begun.Task;
        return run;
    }

    private (Task Run, List<int> Places) Wait(int tenant, string name, CancellationToken cancellationToken = default)
    {
        List<int> places = [];
        return (_turns.RunAsync(tenant, () =>
        {
            _ran.Add(name);
            return 0;
        }, places.Add, cancellationToken), places);
    }
}
