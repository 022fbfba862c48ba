using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>A read that waits for a projection costs little while it waits.</summary>
public sealed class ReachedWaitTests
{
    private const int Moves = 20;

    [Fact]
    public async Task Read_that_waits_has_one_timer_however_often_the_leader_moves()
    {
        var (clock, reached) = (new CountingClock(), new Reached());
        reached.Move(new LogPoint(1, 0), settings: 1);

        // The leader is here: neither the store nor the log is asked.
        await using var gates = new QueryGates(new Dictionary<string, IProjectionFactory>(), clock);
        var services = new TenantSync.Services(null!, new Dictionary<string, IProjectionFactory>(), gates, clock, (_, _) => { }, (_, _) => { }, (_, _) => reached, () => null);
        var waiting = new ReachedWait(services, source: null!, tenant: 1, "p").ForAsync(new LogPoint(Moves + 1, 0), settings: 1, TimeSpan.FromMinutes(1), default);
        for (var i = 1; i < Moves; i++)
        {
            await Until.TrueAsync(() => clock.Made == i, SyncFixture.Patience);
            reached.Move(new LogPoint((ulong)i + 1, 0), settings: 1);
        }

        await Until.TrueAsync(() => clock is { Made: Moves, Waiting: 1 }, SyncFixture.Patience);
        reached.Move(new LogPoint(Moves + 1, 0), settings: 1);
        Assert.Equal(new LogPoint(Moves + 1, 0), await waiting);
        await Until.TrueAsync(() => clock.Waiting == 0, SyncFixture.Patience);
    }

    /// <summary>Counts the timers that are made, and those that wait.</summary>
    private sealed class CountingClock : TimeProvider
    {
        private int _made;
        private int _waiting;

        public int Made => Volatile.Read(ref _made);

        public int Waiting => Volatile.Read(ref _waiting);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _waiting);
            Interlocked.Increment(ref _made);
            return new Counted(base.CreateTimer(callback, state, dueTime, period), () => Interlocked.Decrement(ref _waiting));
        }

        private sealed class Counted(ITimer timer, Action ended) : ITimer
        {
            private int _ended;

            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                End();
                timer.Dispose();
            }

            public ValueTask DisposeAsync()
            {
                End();
                return timer.DisposeAsync();
            }

            private void End()
            {
                if (Interlocked.Exchange(ref _ended, 1) == 0)
                {
                    ended();
                }
            }
        }
    }
}
