using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>While another database is compared, the engine may lack any write: whoever demands one waits, wherever it is asked for.</summary>
public sealed class OtherDatabaseTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Fact]
    public async Task Demanded_write_is_not_yet_while_another_database_is_compared()
    {
        var (name, place) = await fixture.AddAsync();
        await fixture.EqualAsync(name, place);
        await fixture.PausedAsync(name);
        var id = fixture.Unique("passed/");
        var position = default(Position);
        await fixture.EndLeadersAsync(async () =>
        {
            // Whoever leads next reads on behind this one: only the comparison brings it.
            position = (await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), id)).Position;
            await fixture.Database.RunAsync($"update threedb.projection set database_epoch = database_epoch + 1 where name = '{name}'");
        });
        var gate = place.Faults.BlockBatches(batch => batch?.Entities.Any(row => row.Id == id) is true);
        await using var other = await fixture.OpenAsync(options => options.RunProjections = false, fixture.Factories);
        var elsewhere = await other.ForAsync("default", "tester");
        await fixture.Db.Sync.ResumeAsync(name);
        await gate.Entered.WaitAsync(SyncFixture.Patience);

        // At once: a call that is not answered for long is another reason.
        var status = await fixture.Db.Sync.GetAsync(name);
        Assert.Equal(ProjectionState.CatchingUp, status.State);
        Assert.Contains("restored", status.Reason, StringComparison.Ordinal);
        foreach (var db in new IThreeDb[] { fixture.Db, elsewhere })
        {
            var failure = await Assert.ThrowsAsync<ThreeDbException>(() => AskAsync(db, name, position, wait: 0.2));
            Assert.Equal(ErrorCodes.NotYet, failure.Code);
        }

        place.Faults.Unblock();
        gate.Open();
        foreach (var db in new IThreeDb[] { fixture.Db, elsewhere })
        {
            Assert.Contains((await AskAsync(db, name, position, wait: 30)).Rows, row => row[0].GetString() == id);
        }

        await fixture.UntilAsync(name, now => now is { State: ProjectionState.Live, Reason: null, LastReconcile: { Cause: "epoch", Missing: 1 } });
    }

    private static Task<RoutedAnswer> AskAsync(IThreeDb db, string name, Position position, double wait) =>
        db.Sync.QueryAsync(name, new RoutedQuery { Cypher = "ids", Limit = 10_000, AtLeast = position, WaitSeconds = wait });
}
