namespace ThreeDb.Benchmarks;

/// <summary>Measures 3db and its peer in turn, each after a rest, so that what else the machine does meets both.</summary>
internal static class Rounds
{
    /// <summary>How many rounds count, after one that only warms up.</summary>
    public const int Count = 5;

    public static async Task<List<(T Value, T Peer)>> AlternateAsync<T>(Func<int, Task<T>> ours, Func<int, Task<T>> peers, CancellationToken cancellationToken, int count = Count)
    {
        var rounds = new List<(T, T)>();
        for (var round = -1; round < count; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (first, second) = round % 2 == 0 ? (ours, peers) : (peers, ours);
            await Quiet.WaitAsync(cancellationToken);
            var a = await first(round + 1);
            await Quiet.WaitAsync(cancellationToken);
            var b = await second(round + 1);
            if (round >= 0)
            {
                rounds.Add(round % 2 == 0 ? (a, b) : (b, a));
            }
        }

        return rounds;
    }
}
