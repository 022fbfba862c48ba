using System.Collections.Concurrent;

namespace ThreeDb.Server.Tests;

/// <summary>Sends many requests over a few connections and collects what is wrong with the answers.</summary>
internal static class Many
{
    private const int Connections = 16;

    /// <summary>Runs a check for every item; each gives a fault, or null.</summary>
    public static async Task CheckAsync<T>(IEnumerable<T> items, Func<T, Task<string?>> check)
    {
        var faults = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (item, _) =>
        {
            if (await check(item) is { } fault)
            {
                faults.Enqueue(fault);
            }
        });
        None(faults);
    }

    /// <summary>Fails with the first faults, if there are any.</summary>
    public static void None(IEnumerable<string> faults)
    {
        var all = faults.ToList();
        Assert.True(all.Count == 0, $"{all.Count} faults:\n" + string.Join('\n', all.Take(30)));
    }
}
