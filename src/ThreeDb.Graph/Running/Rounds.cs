namespace ThreeDb.Graphs;

/// <summary>
/// Rounds of the same parts, each round after the one before, by threads that stay: a thread takes the next part of the next round and waits only until the round
/// before is complete. Waking them anew for a round of a fraction of a millisecond would cost a good part of it.
/// </summary>
/// <param name="run">Gives threads and cancellation.</param>
/// <param name="parts">The parts of a round; what they are must not depend on the threads. At least 1.</param>
/// <param name="work">Does a part.</param>
/// <param name="goesOn">Called between two rounds, by one thread while the others wait: whether there is another.</param>
internal sealed class Rounds(AlgorithmRun run, int parts, Action<int> work, Func<bool> goesOn)
{
    private long _taken = -1;
    private int _done;
    private long _round;
    private volatile bool _ended;

    /// <summary>Runs rounds, at least one, until there is no other.</summary>
    public void Run()
    {
        var threads = Math.Min(run.Threads, parts);
        Team.Run(threads, TakeParts);
        run.Cancellation.ThrowIfCancellationRequested();
    }

    // A thread that comes when all is done takes nothing; none waits for one that has not come.
    private void TakeParts()
    {
        try
        {
            while (!_ended)
            {
                var (round, part) = Math.DivRem(Interlocked.Increment(ref _taken), parts);
                if (!Begins(round) || run.Cancellation.IsCancellationRequested)
                {
                    break;
                }

                work((int)part);
                if (Interlocked.Increment(ref _done) == parts)
                {
                    EndRound(round);
                }
            }
        }
        finally
        {
            _ended = true; // Whoever leaves early has taken a part that nobody will do.
        }
    }

    private void EndRound(long round)
    {
        _done = 0;
        _ended = !goesOn();
        Volatile.Write(ref _round, round + 1);
    }

    // Spins for some microseconds, then leaves the core to others: the thread that is waited for may need it.
    private bool Begins(long round)
    {
        var spin = new SpinWait();
        while (Volatile.Read(ref _round) < round && !_ended)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        return !_ended;
    }
}
