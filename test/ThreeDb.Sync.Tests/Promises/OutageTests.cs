using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>An engine that is away for longer: asked now and then, not hammered and not forgotten; the source and other projections do not notice.</summary>
public sealed class OutageTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    private static readonly TimeSpan Outage = FaultScale.Outage;
    private static readonly int PerSecond = FaultScale.OutageChangesPerSecond;

    [Fact]
    public async Task Engine_that_is_away_is_probed_at_a_bounded_rate_and_caught_up_with_at_once()
    {
        var (name, place) = await fixture.AddAsync();
        var (other, unaffected) = await fixture.AddAsync();
        place.Faults.IsDown = true;
        var from = DateTimeOffset.UtcNow;
        var written = 0;
        while (DateTimeOffset.UtcNow - from < Outage)
        {
            await fixture.Db.WriteAsync([.. Enumerable.Range(0, PerSecond / 10).Select(_ => SyncFixture.Put(fixture.Unique("out/"), Json.Of("{}")))]);
            written += PerSecond / 10;
            var behind = TimeSpan.FromSeconds(written / (double)PerSecond) - (DateTimeOffset.UtcNow - from);
            await Task.Delay(behind > TimeSpan.Zero ? behind : TimeSpan.Zero);
        }

        Assert.True(written >= Outage.TotalSeconds * PerSecond / 2, $"Only {written} writes were taken beside a sink that is away.");
        await unaffected.UntilAsync(now => now.Entities.Count(row => row.Id.StartsWith("out/", StringComparison.Ordinal)) == written, TimeSpan.FromSeconds(10));
        Probes([.. place.Faults.Calls.Where(at => at > from)]);
        place.Faults.IsDown = false;
        await place.UntilAsync(now => now.Entities.Count(row => row.Id.StartsWith("out/", StringComparison.Ordinal)) == written, TimeSpan.FromSeconds(60));
        await fixture.EqualAsync(name, place);
        await fixture.EqualAsync(other, unaffected);
    }

    private static void Probes(List<DateTimeOffset> calls)
    {
        // The first few come quickly, each after twice the pause; then one per pause.
        Assert.InRange(calls.Count, 3, 10 + (int)Outage.TotalSeconds);
        var gaps = calls.Zip(calls.Skip(1), (a, b) => b - a).Append(DateTimeOffset.UtcNow - calls[^1]).ToList();
        Assert.True(gaps.Max() < TimeSpan.FromSeconds(4), $"Nobody asked for {gaps.Max()}.");
    }
}
