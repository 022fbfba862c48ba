using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>A bounded rate makes work long, not late: new changes, people and the status come to their turn every second.</summary>
public sealed class RateLimitTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    private const int PerSecond = 20;
    private const int Rows = 140;

    [Fact]
    public async Task New_changes_flow_beside_a_rebuild_and_repairs_whose_rate_is_bounded()
    {
        var hub = fixture.Unique("hub/");
        var ids = Enumerable.Range(0, Rows).Select(_ => fixture.Unique("slow/")).ToList();
        await fixture.Db.WriteAsync([.. ids.Append(hub).Select(id => SyncFixture.Put(id, Json.Of("{}")))]);
        await fixture.Db.WriteAsync([.. ids.Select(id => new Relate(hub, "KNOWS", id))]);
        var name = fixture.Unique("p");
        var place = fixture.Memory.Place("default", name);
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition(new SyncRules { MaxRowsPerSecond = PerSecond }));

        // All relations begin at one entity, so that they are read together.
        await place.UntilAsync(now => now.Entities.Count > 0, SyncFixture.Patience);
        await FlowsAsync(() => place.Entities.Count <= Rows);
        await place.UntilAsync(now => now.Relations.Count > 0, SyncFixture.Patience);
        await FlowsAsync(() => place.Relations.Count < Rows);
        Assert.Equal(ProjectionState.Rebuilding, (await fixture.Db.Sync.GetAsync(name)).State);
        await fixture.ReachAsync(name, ProjectionState.Live);

        foreach (var row in place.Entities.Where(row => ids.Contains(row.Id)).ToList())
        {
            place.Tamper(row.RowKey, row with { Version = 99 }, null);
        }

        await fixture.Db.Sync.ReconcileAsync(name);
        await place.UntilAsync(now => now.Entities.Any(row => ids.Contains(row.Id) && row.Version != 99), SyncFixture.Patience);
        await FlowsAsync(() => place.Entities.Any(row => row.Version == 99));
        var status = await fixture.UntilAsync(name, now => !now.Unfinished.Contains("reconcile"));
        Assert.Equal(Rows, status.LastReconcile!.Differing);
        Assert.All(place.Batches, batch => Assert.InRange(batch.Count, 0, PerSecond));
        await fixture.EqualAsync(name, place);

        async Task FlowsAsync(Func<bool> isUnderWay)
        {
            var id = (await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("new/"))).Entity.Id;
            await place.UntilAsync(now => now.Entities.Any(row => row.Id == id), SyncFixture.Patience);
            Assert.True(isUnderWay(), "The change waited until all was done.");
        }
    }
}
