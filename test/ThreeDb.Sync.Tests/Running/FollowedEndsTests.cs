using Npgsql;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Relations that leave a projection with an end of theirs go there in many turns, and hide nothing meanwhile.</summary>
public sealed class FollowedEndsTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    private const int PerSecond = 20;
    private const int Rows = 140;

    [Fact]
    public async Task Pause_is_noticed_while_the_relations_of_an_end_go()
    {
        var secret = fixture.Unique("secret");
        var rules = SyncFixture.Without(secret);
        var (name, place) = await fixture.AddAsync(rules);
        var hub = fixture.Unique("hub/");
        await fixture.Db.WriteAsync([.. Enumerable.Range(0, Rows).Select(_ => new Relate(fixture.Unique("fan/"), "KNOWS", hub))]);
        await place.UntilAsync(now => now.Relations.Count(row => row.To == hub) == Rows, SyncFixture.Patience);

        // A rate alone builds nothing anew.
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition(rules with { MaxRowsPerSecond = PerSecond }));
        await fixture.ReachAsync(name, ProjectionState.Live);
        var gate = place.Faults.BlockBatches(batch => batch?.Relations.Any(row => !row.IsLive) is true);
        var write = await fixture.Db.WriteAsync([new CreateEntity(secret, Json.Of("{}")) { Id = hub }]);
        await gate.Entered.WaitAsync(SyncFixture.Patience);
        await fixture.Db.Sync.PauseAsync(name);
        place.Faults.Unblock();
        gate.Open();
        await fixture.PausedAsync(name);
        Assert.InRange(place.Relations.Count(row => row.To == hub), 1, Rows - 1);

        // A part of them is not the whole of the write.
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => fixture.Db.Sync.QueryAsync(name, new RoutedQuery { Cypher = "ids", AtLeast = write.Position, WaitSeconds = 0.2 }));
        Assert.Equal(ErrorCodes.NotYet, failure.Code);
        await fixture.Db.Sync.ResumeAsync(name);
        await place.UntilAsync(now => now.Relations.All(row => row.To != hub), SyncFixture.Patience);
        Assert.All(place.Batches.Where(batch => batch.Relations.Any(row => !row.IsLive)), batch => Assert.InRange(batch.Count, 1, PerSecond));
        await fixture.EqualAsync(name, place);
    }

    [Fact]
    public async Task Comparison_repairs_but_does_not_count_what_the_feed_will_bring_along_with_an_end()
    {
        var secret = fixture.Unique("secret");
        var (name, place, x, y) = await fixture.AddWithStubsAsync(secret);

        await using (var held = new NpgsqlConnection(fixture.Database.ConnectionString))
        {
            // The feed reads up to the oldest transaction that is open.
            await held.OpenAsync();
            await using var begin = new NpgsqlCommand("set idle_in_transaction_session_timeout = 0; begin; select pg_current_xact_id()", held);
            await begin.ExecuteNonQueryAsync();
            await fixture.Db.WriteAsync([new CreateEntity(secret, Json.Of("{}")) { Id = x }, new CreateEntity(secret, Json.Of("{}")) { Id = y }]);
            await fixture.Db.Sync.ReconcileAsync(name);
            var status = await fixture.UntilAsync(name, now => !now.Unfinished.Contains("reconcile"));
            Assert.Equal((0, 0, 0), (status.LastReconcile!.Missing, status.LastReconcile.Orphans, status.LastReconcile.Differing));
            Assert.DoesNotContain(place.Relations, relation => relation.To == x || relation.From == y);
        }

        await fixture.EqualAsync(name, place);
    }
}
