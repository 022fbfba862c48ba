using System.Diagnostics;
using Npgsql;

namespace ThreeDb.Benchmarks;

/// <summary>Puts one question to 3db and to its peers: first compares the answers, then times all of them in turn.</summary>
internal sealed class GraphContest(BenchmarkOptions options, BenchmarkReport report, GraphData graph)
{
    /// <summary>What takes longer than this, in seconds, is not waited for where it can be stopped.</summary>
    public const int Patience = 10;

    // Of fewer calls in a round there is a median, and no slowest hundredth.
    private const int CallsForShares = 20;

    // A peer that is slow is asked less often, from the same places as 3db.
    private const double RoundMilliseconds = 1_500;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(0.5);

    /// <param name="measure">What is measured, for people.</param>
    /// <param name="ours">3db.</param>
    /// <param name="peers">Those beside it; they can all do it.</param>
    /// <param name="calls">How often in a round, one after another; walks from as many places.</param>
    /// <param name="ask">A call, from the place of this number.</param>
    /// <param name="same">Whether two answers are the same; null where they need not be.</param>
    /// <param name="bound">What the ratio to a peer, by its name, is held to.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The median of all that each said, for answers that chance has a part in; those that took too long are missing.</returns>
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(
        string measure, GraphContestant ours, IEnumerable<GraphContestant> peers, int calls, Func<GraphContestant, int, Task<Timed>> ask, Func<double, double, bool>? same,
        Func<string, Bound?> bound, CancellationToken cancellationToken)
    {
        options.Doing?.Invoke($"{graph.Title}: {measure}");
        report.Rows = graph.NodeCount;
        var expected = new double[calls];
        for (var i = 0; i < calls; i++)
        {
            expected[i] = (await ask(ours, i)).Answer;
        }

        await WarmAsync(calls, TimeSpan.Zero, i => ask(ours, i));
        var entrants = new List<Entrant> { new(ours, calls, Rounds.Count) { Answers = [.. expected] } };
        var tooSlow = new List<string>();
        foreach (var peer in peers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await EnterAsync(measure, peer, expected, ask, same) is { } entrant)
            {
                entrants.Add(entrant);
            }
            else
            {
                tooSlow.Add(peer.Name);
            }
        }

        await TimeAsync(entrants, ask, cancellationToken);
        foreach (var peer in entrants.Skip(1))
        {
            report.Add(Named("p50"), "ms", peer.Contestant.Name, peer.Beside(entrants[0], 0.5), bound(peer.Contestant.Name));
            if (peer.Calls >= CallsForShares)
            {
                report.Add(Named("p99"), "ms", peer.Contestant.Name, peer.Beside(entrants[0], 0.99));
            }
        }

        foreach (var name in tooSlow)
        {
            report.Add(Named("p50"), "ms", entrants[0].Median(), $"{name}: over {Patience} s", null);
        }

        return entrants.ToDictionary(entrant => entrant.Contestant.Name, entrant => entrant.MedianAnswer());

        string Named(string share) => calls >= CallsForShares ? $"{graph.Title}: {measure}, {share}" : $"{graph.Title}: {measure}";
    }

    // The answers, which also warm it up, and how often it can be asked. Null when it takes too long.
    private async Task<Entrant?> EnterAsync(
        string measure, GraphContestant peer, double[] expected, Func<GraphContestant, int, Task<Timed>> ask, Func<double, double, bool>? same)
    {
        var total = 0d;
        var answers = new List<double>();
        try
        {
            while (answers.Count < expected.Length && total < 1000 * Patience)
            {
                var (took, answer) = await ask(peer, answers.Count);
                if (same is not null && !same(expected[answers.Count], answer))
                {
                    throw new InvalidOperationException($"{graph.Title}, {measure}: 3db answers {expected[answers.Count]:N4}, {peer.Name} {answer:N4}.");
                }

                total += took;
                answers.Add(answer);
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            return null;
        }

        var done = answers.Count;
        await WarmAsync(done, TimeSpan.FromMilliseconds(total), i => ask(peer, i));
        var each = total / done;
        return new Entrant(peer, (int)Math.Clamp(RoundMilliseconds / each, 1, done), each > 2 * RoundMilliseconds ? 1 : Rounds.Count) { Answers = answers };
    }

    // Until compilers and caches have what they need: half a second, what was spent before included.
    private static async Task WarmAsync(int calls, TimeSpan spent, Func<int, Task<Timed>> ask)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; spent + Stopwatch.GetElapsedTime(start) < Warming; i++)
        {
            await ask(i % calls);
        }
    }

    private static async Task TimeAsync(List<Entrant> entrants, Func<GraphContestant, int, Task<Timed>> ask, CancellationToken cancellationToken)
    {
        for (var round = -1; round < Rounds.Count; round++)
        {
            // Each round begins with another.
            for (var i = 0; i < entrants.Count; i++)
            {
                var entrant = entrants[(i + round + 1) % entrants.Count];
                if (round >= entrant.Rounds || (round < 0 && entrant.Rounds == 1))
                {
                    continue;
                }

                await Quiet.WaitAsync(cancellationToken);
                var times = new double[entrant.Calls];
                for (var call = 0; call < times.Length; call++)
                {
                    (times[call], var answer) = await ask(entrant.Contestant, call);
                    entrant.Answers.Add(answer);
                }

                if (round >= 0)
                {
                    entrant.Times.Add(times);
                }
            }
        }
    }

    private sealed record Entrant(GraphContestant Contestant, int Calls, int Rounds)
    {
        public required List<double> Answers { get; init; }

        public List<double[]> Times { get; } = [];

        // Only what both were asked.
        public List<(double Value, double Peer)> Beside(Entrant ours, double share) =>
            [.. Times.Select((times, round) => (At(ours.Times[round].AsSpan(0, times.Length), share), At(times, share)))];

        public double MedianAnswer() => Answers.Order().ElementAt(Answers.Count / 2);

        /// <summary>The median of the rounds' medians.</summary>
        public double Median() => At([.. Times.Select(times => At(times, 0.5))], 0.5);

        private static double At(ReadOnlySpan<double> times, double share)
        {
            var samples = new Samples();
            foreach (var time in times)
            {
                samples.Add(TimeSpan.FromMilliseconds(time));
            }

            return samples.At(share);
        }
    }
}
