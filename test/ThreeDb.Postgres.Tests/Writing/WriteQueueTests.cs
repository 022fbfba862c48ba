namespace ThreeDb.Postgres.Tests;

/// <summary>The queue of writes without a database.</summary>
public sealed class WriteQueueTests
{
    [Fact]
    public async Task Queue_whose_units_were_all_cancelled_ends_when_it_is_closed()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2);
        using var gone = new CancellationTokenSource();
        var unit = new WriteUnit(1, "tester", [new PreparedDerive("a")], null, gone.Token);
        queue.Enqueue([unit]);
        await gone.CancelAsync();
        var taken = queue.TakeAsync(10).AsTask();
        queue.Close();
        Assert.Null(await taken.WaitAsync(TimeSpan.FromSeconds(10)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unit.Result);
    }

    [Fact]
    public async Task In_a_crowd_a_second_batch_begins_once_a_share_of_the_writers_waits()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2);
        var first = queue.EnqueueAndTake(Unit(0), 100)!;
        Assert.Single(first.Units);
        var second = queue.EnqueueAndTake(Unit(1), 100)!;
        foreach (var i in Enumerable.Range(2, 30))
        {
            Assert.Null(queue.EnqueueAndTake(Unit(i), 100));
        }

        queue.Complete(first);
        var third = (await queue.TakeAsync(100))!;
        Assert.Equal(30, third.Units.Count);

        // Beside 30 that are being written, as many are half of all.
        queue.Complete(second);
        Assert.All(Enumerable.Range(100, 29), i => Assert.Null(queue.EnqueueAndTake(Unit(i), 100)));
        Assert.Equal(30, queue.EnqueueAndTake(Unit(200), 100)?.Units.Count);
    }

    [Fact]
    public async Task Few_who_wait_are_written_as_soon_as_nobody_else_is()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2);
        var running = queue.EnqueueAndTake(Unit(0), 100)!;
        queue.Enqueue([.. Enumerable.Range(1, 40).Select(Unit)]);
        var crowd = (await queue.TakeAsync(100))!;
        queue.Complete(crowd);
        Assert.Null(queue.EnqueueAndTake(Unit(100), 100));
        var waiting = queue.TakeAsync(100).AsTask();
        queue.Complete(running);
        Assert.Single((await waiting.WaitAsync(TimeSpan.FromSeconds(10)))!.Units);
    }

    [Fact]
    public async Task Crowd_that_has_gone_is_not_waited_for_any_more()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2);
        queue.Enqueue([.. Enumerable.Range(0, 500).Select(Unit)]);
        queue.Complete((await queue.TakeAsync(1_000))!);
        var waits = 0;
        for (var i = 0; i < 10; i++)
        {
            var batch = queue.EnqueueAndTake(Unit(1_000 + i), 100);
            waits += batch is null ? 1 : 0;
            queue.Complete(batch ?? (await queue.TakeAsync(100))!);
        }

        Assert.InRange(waits, 1, 6);
    }

    private static WriteUnit Unit(int id) => new(1, "tester", [new PreparedDerive($"{id}")], null, CancellationToken.None);
}
