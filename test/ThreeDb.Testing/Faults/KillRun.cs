using System.Diagnostics;
using ThreeDb.Client;

namespace ThreeDb.Testing;

/// <summary>
/// Kills a server, or the PostgreSQL below it, again and again while many write. In the end no acknowledged write may be lost, and every projection must come to be equal to the source
/// within a minute.
/// </summary>
/// <remarks>
/// Half of the kills come soon after the one before, in the middle of what that left to do. Before the others the writers catch up with what the kills cost them, so that the promised rate
/// holds over the whole run.
/// </remarks>
/// <param name="source">The source.</param>
/// <param name="equalAsync">Waits until every projection is equal to the source, and fails when one is not within the time; nobody writes meanwhile.</param>
public sealed class KillRun(FaultSource source, Func<TimeSpan, Task> equalAsync)
{
    // A little more than is promised, so that a pause in the last moment does not decide.
    private const double Reserve = 1.1;

    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(TestSeed.Take());

    /// <summary>Whether a failure is a fault of 3db or of the test, which no kill excuses.</summary>
    public static bool IsFault(ErrorCode code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Kind is ErrorKind.Internal or ErrorKind.Malformed or ErrorKind.Invalid;
    }

    /// <summary>Kills the server, and starts another one.</summary>
    /// <param name="times">How often.</param>
    public async Task KillServerAsync(int times)
    {
        var server = await ServerProcess.StartAsync(source.ConnectionString);
        try
        {
            await UnderWritesAsync(times, () => new ThreeDbClient(Volatile.Read(ref server).Url), async () =>
            {
                var killed = server;
                await killed.KillAsync();
                var next = await ServerProcess.StartAsync(source.ConnectionString);
                Volatile.Write(ref server, next);
                await killed.DisposeAsync();
            });
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Kills PostgreSQL, and starts it again.</summary>
    /// <param name="times">How often.</param>
    public async Task KillPostgresAsync(int times)
    {
        await using var server = await ServerProcess.StartAsync(source.ConnectionString);
        await UnderWritesAsync(times, () => new ThreeDbClient(server.Url), source.Cluster.KillAsync);
    }

    private async Task UnderWritesAsync(int times, Func<IThreeDb> open, Func<Task> kill)
    {
        using var stop = new CancellationTokenSource();
        var writes = new MixedWrites(_random.Next(), open);
        var writing = writes.RunAsync(stop.Token);
        try
        {
            for (var done = 0; done < times; done++)
            {
                await MomentAsync(writes);
                await kill();
            }

            await writes.ReachAsync(writes.Acknowledged + 200);
            await writes.KeepUpAsync(Reserve * FaultScale.WritesPerSecond);
        }
        finally
        {
            await stop.CancelAsync();
            await writing;
        }

        await CheckAsync(writes);
    }

    // The moment of the next kill.
    private async Task MomentAsync(MixedWrites writes)
    {
        if (_random.Next(2) == 0)
        {
            await writes.KeepUpAsync(Reserve * FaultScale.WritesPerSecond);
        }

        await writes.ReachAsync(writes.Acknowledged + _random.Next(50, 400));
    }

    private async Task CheckAsync(MixedWrites writes)
    {
        var output = TestContext.Current.TestOutputHelper;
        output?.WriteLine($"{writes.Acknowledged} acknowledged writes in {writes.Elapsed.TotalSeconds:F0} s, {writes.Rate:F1} a second");
        var lost = await writes.LostAsync(source.Db);
        Assert.True(lost.Count == 0, $"{lost.Count} acknowledged writes are lost:\n{string.Join('\n', lost.Take(20))}");
        Assert.DoesNotContain(writes.Failures.Keys, code => IsFault(ErrorCodes.Find(code)!));
        var clock = Stopwatch.StartNew();
        await equalAsync(Minute);
        output?.WriteLine($"equal to the source after {clock.Elapsed.TotalSeconds:F1} s");
        Assert.True(writes.Rate >= FaultScale.WritesPerSecond, $"Only {writes.Rate:F1} writes a second were acknowledged, and {FaultScale.WritesPerSecond} are promised.");
    }
}
