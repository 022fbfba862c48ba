using ThreeDb.Changes;

namespace ThreeDb.Postgres.Tests;

/// <summary>Waits for the frontier, for tests that say what exactly can be read: whoever else has a transaction id, as autovacuum does, holds back every database of the cluster.</summary>
internal static class FrontierWait
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Waits until all that is committed by now can be read.</summary>
    public static async Task BehindAllAsync(IChangeSource source)
    {
        var newest = await source.NewestAsync(default);
        await Until.ExpectedAsync(() => source.FrontierAsync(newest, default), report => LogPoint.Below(report.Frontier) >= newest, Longest);
    }

    /// <summary>Waits until nobody but a transaction that is open holds the frontier.</summary>
    public static Task AtAsync(IChangeSource source, ulong transaction) =>
        Until.ExpectedAsync(() => source.FrontierAsync(LogPoint.Below(transaction), default), report => report.Frontier == transaction, Longest);
}
