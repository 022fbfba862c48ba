using System.Diagnostics;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>An engine that is away for longer: asked now and then, not hammered and not forgotten; the source and other projections do not notice.</summary>
public sealed class OutageTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    private const int Tenths = 20;
    private static readonly TimeSpan Outage = FaultScale.Outage;
    private static readonly int PerSecond = FaultScale.OutageChangesPerSecond;

    [Fact]
    public async Task Engine_that_is_away_is_probed_at_a_bounded_rate_and_caught_up_with_at_once()
    {
        var (name, place) = await fixture.AddAsync();
        var (other, unaffected) = await fixture.AddAsync();
        var before = Stopwatch.StartNew();
        for (var i = 0; i < Tenths; i++)
        {
            await WriteTenthAsync("before/");
        }

        var usual = Math.Min(PerSecond, Tenths * (PerSecond / 10) / before.Elapsed.TotalSeconds);
        place.Faults.IsDown = true;
        var from = DateTimeOffset.UtcNow;
        var written = 0;
        var slowest = TimeSpan.Zero;
        while (DateTimeOffset.UtcNow - from < Outage)
        {
            var took = await WriteTenthAsync("out/");
            slowest = took > slowest ? took : slowest;
            written += PerSecond / 10;
            var behind = TimeSpan.FromSeconds(written / (double)PerSecond) - (DateTimeOffset.UtcNow - from);
            await Task.Delay(behind > TimeSpan.Zero ? behind : TimeSpan.Zero);
        }

        Assert.True(written >= Outage.TotalSeconds * usual / 2, $"Only {written} writes were taken beside a sink that is away; before it was {usual:F0} a second.");
        await unaffected.UntilAsync(now => now.Entities.Count(row => row.Id.StartsWith("out/", StringComparison.Ordinal)) == written, SyncFixture.Patience);
        Probes([.. place.Faults.Calls.Where(at => at > from)], DateTimeOffset.UtcNow - from, slowest);
        place.Faults.IsDown = false;
        await place.UntilAsync(now => now.Entities.Count(row => row.Id.StartsWith("out/", StringComparison.Ordinal)) == written, TimeSpan.FromSeconds(60));
        await fixture.EqualAsync(name, place);
        await fixture.EqualAsync(other, unaffected);
    }

    // What a tenth of a second brings, at once; and how long it took.
    private async Task<TimeSpan> WriteTenthAsync(string prefix)
    {
        var clock = Stopwatch.StartNew();
        await fixture.Db.WriteAsync([.. Enumerable.Range(0, PerSecond / 10).Select(_ => SyncFixture.Put(fixture.Unique(prefix), Json.Of("{}")))]);
        return clock.Elapsed;
    }

    private static void Probes(List<DateTimeOffset> calls, TimeSpan over, TimeSpan slowestWrite)
    {
        // The first few come quickly, each after twice the pause; then one per pause.
        Assert.InRange(calls.Count, 3, 10 + (int)over.TotalSeconds);
        var gaps = calls.Zip(calls.Skip(1), (a, b) => b - a).Append(DateTimeOffset.UtcNow - calls[^1]).ToList();

        // The longest pause is 2 s. Without that limit one of them, or the last, is longer than 4.5 s after 20 s; so more is allowed only where PostgreSQL is slow, which is told of each attempt.
        Assert.True(gaps.Max() < TimeSpan.FromSeconds(4) + (4 * slowestWrite), $"Nobody asked for {gaps.Max()}; the slowest write took {slowestWrite}.");
    }
}
