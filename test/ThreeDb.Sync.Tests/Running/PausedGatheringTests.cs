using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>A projection that is paused while changes are gathered for it.</summary>
public sealed class PausedGatheringTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    private const double Interval = 3;
    private const int MostTransactionsPerSecond = 100;

    [Fact]
    public async Task Leader_asks_no_more_often_when_they_are_overdue()
    {
        var (name, place) = await fixture.AddAsync(new SyncRules { Types = new Dictionary<string, TypeRule> { ["person"] = new() { Interval = Interval }, ["*"] = new() } });
        var gathered = await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        var passed = await fixture.Db.Entities.CreateAsync("other", Json.Of("{}"), fixture.Unique());
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == passed.Entity.Id), SyncFixture.Patience);
        await fixture.PausedAsync(name);
        await Task.Delay(TimeSpan.FromSeconds(Interval));

        // PostgreSQL tells of a transaction a second after it, at the latest.
        var before = await TransactionsAsync();
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.InRange((await TransactionsAsync() - before) / 3, 0, MostTransactionsPerSecond);

        await fixture.Db.Sync.ResumeAsync(name);
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == gathered.Entity.Id), SyncFixture.Patience);
    }

    private Task<long> TransactionsAsync() => fixture.Database.ScalarAsync<long>("select xact_commit from pg_stat_database where datname = current_database()");
}
