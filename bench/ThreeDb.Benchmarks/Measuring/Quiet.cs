using System.Diagnostics;
using System.Globalization;

namespace ThreeDb.Benchmarks;

/// <summary>Lets the machine come to rest before somebody's turn: what one tidies up after its own is not counted against the next.</summary>
internal static class Quiet
{
    // A machine on which something else works all the time is measured as it is.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);
    private const double Rest = 0.9;

    /// <summary>Waits until the cores are idle for nine tenths of a tenth of a second, for three seconds at most. Where the kernel does not say, it does not wait.</summary>
    public static async Task WaitAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var before = Read();
        while (before is { } earlier && Stopwatch.GetElapsedTime(start) < Patience)
        {
            await Task.Delay(Window, cancellationToken);
            var now = Read()!.Value;
            if (now.Idle - earlier.Idle >= Rest * (now.All - earlier.All))
            {
                return;
            }

            before = now;
        }
    }

    // "cpu  user nice system idle iowait irq softirq steal …", of all cores together.
    private static (long Idle, long All)? Read()
    {
        const string Times = "/proc/stat";
        if (!File.Exists(Times))
        {
            return null;
        }

        var ticks = File.ReadLines(Times).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return (ticks[3] + ticks[4], ticks.Sum());
    }
}
