using ThreeDb.Graphs;

namespace ThreeDb.Graph.Tests;

public sealed class RoundsTests
{
    private const int Parts = 7;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_part_is_done_once_in_each_round_and_rounds_do_not_overlap(int threads)
    {
        var (counts, round, faults) = (new int[Parts], 0, 0);
        var rounds = new Rounds(new AlgorithmRun(threads: threads), Parts, part => faults += Interlocked.Increment(ref counts[part]) == round + 1 ? 0 : 1, () =>
        {
            faults += counts.All(count => count == round + 1) ? 0 : 1;
            return ++round < 2000;
        });
        rounds.Run();
        Assert.Equal((2000, 0), (round, faults));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public void Fault_in_a_part_or_between_rounds_ends_all_threads_and_is_thrown(int threads, bool inPart)
    {
        var round = 0;
        var rounds = new Rounds(new AlgorithmRun(threads: threads), Parts, part => FailIf(inPart && round == 3 && part == 4), () =>
        {
            round++;
            FailIf(!inPart && round == 4);
            return round < 10;
        });
        Assert.Equal("planted", Assert.Throws<InvalidOperationException>(rounds.Run).Message);
        Assert.InRange(round, 3, 4);
    }

    private static void FailIf(bool now)
    {
        if (now)
        {
            throw new InvalidOperationException("planted");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Cancelled_rounds_stop_within_the_round(int threads)
    {
        using var stop = new CancellationTokenSource();
        var (round, done) = (0, 0);
        var rounds = new Rounds(new AlgorithmRun(threads: threads, cancellationToken: stop.Token), Parts, part =>
        {
            Interlocked.Increment(ref done);
            if (round == 5 && part == 1)
            {
                stop.Cancel();
            }
        }, () => ++round < 100);
        Assert.Throws<OperationCanceledException>(rounds.Run);
        Assert.Equal(5, round);
        Assert.InRange(done, (5 * Parts) + 1, (6 * Parts) - 1);
    }
}
