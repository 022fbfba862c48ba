namespace ThreeDb.Postgres.Tests;

/// <summary>The queue of writes without a database.</summary>
public sealed class WriteQueueTests
{
    [Fact]
    public async Task Queue_whose_units_were_all_cancelled_ends_when_it_is_closed()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, TimeProvider.System);
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
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, new HandClock());
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

        // Beside 30 that are being written, 29 are half of all.
        queue.Complete(second);
        Assert.All(Enumerable.Range(100, 28), i => Assert.Null(queue.EnqueueAndTake(Unit(i), 100)));
        Assert.Equal(29, queue.EnqueueAndTake(Unit(200), 100)?.Units.Count);
    }

    [Fact]
    public async Task Nobody_waits_for_the_end_of_another_batch_while_a_lane_is_free()
    {
        var clock = new HandClock();
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, clock);
        queue.Enqueue([.. Enumerable.Range(0, 500).Select(Unit)]);
        Assert.Equal(500, (await queue.TakeAsync(1_000))!.Units.Count);
        Assert.Null(queue.EnqueueAndTake(Unit(1_000), 100));
        Assert.Null(queue.EnqueueAndTake(Unit(1_001), 100));
        clock.Pass(TimeSpan.FromMilliseconds(5));
        Assert.Equal(2, (await queue.TakeAsync(100).AsTask().WaitAsync(TimeSpan.FromSeconds(10)))!.Units.Count);
    }

    [Fact]
    public async Task Unit_that_waits_for_an_id_holds_up_no_others_for_longer()
    {
        var clock = new HandClock();
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, clock);
        queue.Enqueue([.. Enumerable.Range(0, 500).Select(Unit)]);
        Assert.Equal(500, (await queue.TakeAsync(1_000))!.Units.Count);
        Assert.Null(queue.EnqueueAndTake(Unit(7), 100));
        clock.Pass(TimeSpan.FromMilliseconds(5));
        Assert.Single(queue.EnqueueAndTake(Unit(1_000), 100)!.Units);
    }

    [Fact]
    public async Task Crowd_is_waited_for_beside_a_unit_that_is_held_up()
    {
        var clock = new HandClock();
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, clock);
        var reservation = queue.Reserve(1);
        await queue.ExtendAsync(reservation, [Unit(7)], TestContext.Current.CancellationToken);
        queue.Enqueue([.. Enumerable.Range(0, 500).Select(Unit)]);
        Assert.Equal(499, (await queue.TakeAsync(1_000))!.Units.Count);

        // The one that is held up has waited for longer than anybody waits for a crowd.
        clock.Pass(TimeSpan.FromMilliseconds(50));
        Assert.Null(queue.EnqueueAndTake(Unit(1_000), 100));
        Assert.Null(queue.EnqueueAndTake(Unit(1_001), 100));
        clock.Pass(TimeSpan.FromMilliseconds(5));
        Assert.Equal(2, (await queue.TakeAsync(100).AsTask().WaitAsync(TimeSpan.FromSeconds(10)))!.Units.Count);
        queue.Release(reservation);
    }

    [Fact]
    public async Task Unit_behind_one_that_is_held_up_is_looked_after()
    {
        var clock = new HandClock();
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, clock);
        queue.Enqueue([.. Enumerable.Range(0, 7).Select(Unit)]);
        Assert.Equal(7, (await queue.TakeAsync(100))!.Units.Count);
        Assert.Null(queue.EnqueueAndTake(Unit(3), 100));
        Assert.Null(queue.EnqueueAndTake(Unit(4), 100));
        Assert.Null(queue.EnqueueAndTake(Unit(1_000), 100));
        clock.Pass(TimeSpan.FromMilliseconds(5));
        Assert.Equal("1000", (await queue.TakeAsync(100).AsTask().WaitAsync(TimeSpan.FromSeconds(10)))!.Units.Single().Claims[0].Name);
    }

    [Fact]
    public void Nobody_waits_for_the_crowd_of_another_tenant()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, new HandClock());
        queue.Enqueue([.. Enumerable.Range(0, 500).Select(Unit)]);
        Assert.Equal(501, queue.EnqueueAndTake(Unit(1_000), 1_000)?.Units.Count);
        Assert.NotNull(queue.EnqueueAndTake(new WriteUnit(2, "tester", [new PreparedDerive("a")], null, CancellationToken.None), 100));
    }

    [Fact]
    public async Task Crowd_that_has_gone_is_not_waited_for_any_more()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, TimeProvider.System);
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

    [Fact]
    public async Task What_is_reserved_waits_and_holds_up_nobody()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, new HandClock());
        var reservation = queue.Reserve(1);
        await queue.ExtendAsync(reservation, [Unit(7)], TestContext.Current.CancellationToken);
        Assert.Null(queue.EnqueueAndTake(Unit(7), 100));
        queue.Enqueue([Unit(7), Unit(8)]);
        var other = (await queue.TakeAsync(100))!;
        Assert.Single(other.Units);
        queue.Complete(other);
        queue.Release(reservation);
        Assert.Equal(2, (await queue.TakeAsync(100).AsTask().WaitAsync(TimeSpan.FromSeconds(10)))!.Units.Count);
    }

    [Fact]
    public async Task Reservation_waits_for_the_batches_that_run_and_for_no_others()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, new HandClock());
        var running = queue.EnqueueAndTake(Unit(7), 100)!;
        var reservation = queue.Reserve(1);
        await queue.ExtendAsync(reservation, [Unit(6)], TestContext.Current.CancellationToken);
        var extending = queue.ExtendAsync(reservation, [Unit(7)], TestContext.Current.CancellationToken);
        Assert.False(extending.IsCompleted);
        queue.Complete(running);
        await extending.WaitAsync(TimeSpan.FromSeconds(10));
        queue.Release(reservation);
    }

    [Fact]
    public async Task Unit_that_has_waited_too_long_for_a_reservation_is_told_so()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, TimeProvider.System) { LongestWait = TimeSpan.FromMilliseconds(10) };
        var reservation = queue.Reserve(1);
        await queue.ExtendAsync(reservation, [Unit(7)], TestContext.Current.CancellationToken);
        var unit = Unit(7);
        queue.Enqueue([unit]);
        var error = await Assert.ThrowsAsync<ThreeDbException>(() => unit.Result.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(ErrorCodes.DeadlineExceeded, error.Code);
        queue.Release(reservation);
    }

    [Fact]
    public async Task Unit_that_is_cancelled_while_it_waits_for_a_reservation_ends()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, TimeProvider.System);
        using var gone = new CancellationTokenSource();
        var reservation = queue.Reserve(1);
        await queue.ExtendAsync(reservation, [Unit(7)], TestContext.Current.CancellationToken);
        var unit = new WriteUnit(1, "tester", [new PreparedDerive("7")], null, gone.Token);
        queue.Enqueue([unit]);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unit.Result.WaitAsync(TimeSpan.FromSeconds(20)));
        queue.Release(reservation);
    }

    [Fact]
    public async Task Queue_that_is_closed_waits_for_no_reservation()
    {
        using var queue = new WriteQueue(new KnownIds(), lanes: 2, TimeProvider.System);
        var reservation = queue.Reserve(1);
        await queue.ExtendAsync(reservation, [Unit(7)], TestContext.Current.CancellationToken);
        queue.Enqueue([Unit(7)]);
        queue.Close();
        queue.Complete((await queue.TakeAsync(100).AsTask().WaitAsync(TimeSpan.FromSeconds(10)))!);
        Assert.Null(await queue.TakeAsync(100).AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
        queue.Release(reservation);
    }

    private static WriteUnit Unit(int id) => new(1, "tester", [new PreparedDerive($"{id}")], null, CancellationToken.None);

    private sealed class HandClock : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        public void Pass(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);
    }
}
