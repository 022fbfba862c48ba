using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class TeamTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Work_is_done_in_several_threads_at_once(int threads)
    {
        using var all = new Barrier(threads);
        var names = new System.Collections.Concurrent.ConcurrentBag<int>();
        Team.Run(threads, () =>
        {
            names.Add(Environment.CurrentManagedThreadId);
            Assert.True(all.SignalAndWait(TimeSpan.FromSeconds(30)));
        });
        Assert.Equal(threads, names.Distinct().Count());
        Assert.Contains(Environment.CurrentManagedThreadId, names);
    }

    [Fact]
    public void Nobody_is_inside_when_a_team_has_ended()
    {
        for (var i = 0; i < 2_000; i++)
        {
            var (inside, next) = (0, 0);
            Team.Run(3, () =>
            {
                Interlocked.Increment(ref inside);
                while (Interlocked.Increment(ref next) < 20)
                {
                    Thread.SpinWait(20);
                }

                Interlocked.Decrement(ref inside);
            });
            Assert.Equal(0, Volatile.Read(ref inside));
        }
    }

    [Fact]
    public void Threads_are_kept_for_the_next_team()
    {
        var threads = new HashSet<int>();
        for (var i = 0; i < 50; i++)
        {
            using var both = new Barrier(2);
            Team.Run(2, () =>
            {
                lock (threads)
                {
                    threads.Add(Environment.CurrentManagedThreadId);
                }

                Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30)));
            });
        }

        // Other tests may take the one that was kept, so that a new one comes; not every time.
        Assert.InRange(threads.Count, 2, 25);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fault_of_any_thread_is_thrown_once_all_have_ended(bool inCaller)
    {
        var caller = Environment.CurrentManagedThreadId;
        using var both = new Barrier(2);
        var ended = 0;
        var fault = Assert.Throws<InvalidOperationException>(() => Team.Run(2, () =>
        {
            Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30)));
            if (Environment.CurrentManagedThreadId == caller == inCaller)
            {
                throw new InvalidOperationException("planted");
            }

            Thread.Sleep(20);
            Interlocked.Increment(ref ended);
        }));
        Assert.Equal(("planted", 1), (fault.Message, ended));
    }

    [Fact]
    public void Threads_that_were_steered_may_run_everywhere_again()
    {
        for (var i = 0; i < 200; i++)
        {
            using var both = new Barrier(2);
            var (caller, processors) = (Environment.CurrentManagedThreadId, "");
            Team.Run(2, () =>
            {
                Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(30)));
                processors = Environment.CurrentManagedThreadId == caller ? processors : Allowed();
            });
            Assert.Equal(Allowed(), processors);
        }
    }

    // What the kernel says of this thread; the same everywhere on other systems.
    private static string Allowed() =>
        OperatingSystem.IsLinux() ? File.ReadLines("/proc/thread-self/status").First(line => line.StartsWith("Cpus_allowed:", StringComparison.Ordinal)) : "";
}
