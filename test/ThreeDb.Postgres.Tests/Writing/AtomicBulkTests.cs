namespace ThreeDb.Postgres.Tests;

/// <summary>An atomic load that takes its time, and those who write beside it.</summary>
public sealed class AtomicBulkTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Who_wants_what_a_slow_atomic_load_has_written_holds_up_nobody_else()
    {
        var prefix = fixture.Unique("slow");
        var written = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var loading = fixture.Db.BulkAsync(Slowly(prefix, written, goOn.Task), new BulkOptions { Atomic = true });
        await written.Task.WaitAsync(TimeSpan.FromSeconds(30));

        // More than there are lanes, and PostgreSQL would let each of them wait.
        var waiting = Enumerable.Range(0, 6).Select(i => fixture.Db.Entities.MergeAsync($"{prefix}/{i}", new { after = true })).ToList();
        for (var i = 0; i < 20; i++)
        {
            await fixture.Db.Entities.CreateAsync("thing", new { i }, $"{prefix}/other/{i}").WaitAsync(TimeSpan.FromSeconds(10));
        }

        Assert.All(waiting, write => Assert.False(write.IsCompleted));
        goOn.SetResult();
        Assert.Equal((500, 0), ((await loading).Created, (await loading).Failed));
        foreach (var write in waiting)
        {
            Assert.Equal(2, (await write.WaitAsync(TimeSpan.FromSeconds(10))).Entity.Version);
        }
    }

    [Fact]
    public async Task Atomic_loads_of_the_same_entities_in_opposite_order_both_end()
    {
        var prefix = fixture.Unique("opposite");
        var meeting = new Meeting(2);
        var loads = new[] { 0, 1 }.Select(turn => fixture.Db.BulkAsync(Opposite(prefix, turn, meeting), new BulkOptions { Atomic = true })).ToList();
        var done = await Task.WhenAll(loads).WaitAsync(TimeSpan.FromSeconds(25));
        Assert.Contains(done, load => !load.RolledBack);
        Assert.All(done.Where(load => load.RolledBack), load => Assert.Equal(ErrorCodes.WriteConflict, Assert.Single(load.Errors).Error.Code));
        await Invariants.CheckAsync(fixture, fixture.Db);
    }

    // A load asks for the item after a full batch when that batch has been written.
    private static async IAsyncEnumerable<Mutation> Slowly(string prefix, TaskCompletionSource written, Task goOn)
    {
        foreach (var i in Enumerable.Range(0, 500))
        {
            yield return new CreateEntity("thing", Json.Of(new { i })) { Id = $"{prefix}/{i}" };
        }

        written.SetResult();
        await goOn;
    }

    private static async IAsyncEnumerable<Mutation> Opposite(string prefix, int turn, Meeting meeting)
    {
        foreach (var half in new[] { turn, 1 - turn })
        {
            foreach (var i in Enumerable.Range(0, 500))
            {
                yield return new CreateEntity("thing", Json.Of(new { i, turn })) { Id = $"{prefix}/{half}/{i}", OnConflict = ConflictPolicy.Replace };
            }

            if (half == turn)
            {
                await meeting.ArriveAsync();
            }
        }
    }

    private sealed class Meeting(int count)
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = count;

        public Task ArriveAsync()
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _all.SetResult();
            }

            return _all.Task;
        }
    }
}
