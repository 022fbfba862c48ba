using ThreeDb.Projections;
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
        // Its rate has no bound: what it holds, nobody holds back in the log.
        var (_, witness) = await fixture.AddAsync();
        var hub = fixture.Unique("hub/");
        var ids = Enumerable.Range(0, Rows).Select(_ => fixture.Unique("slow/")).ToHashSet();
        await fixture.Db.WriteAsync([.. ids.Append(hub).Select(id => SyncFixture.Put(id, Json.Of("{}")))]);
        await fixture.Db.WriteAsync([.. ids.Select(id => new Relate(hub, "KNOWS", id))]);
        await witness.UntilAsync(now => now.Relations.Count == Rows, SyncFixture.Patience);
        var name = fixture.Unique("p");
        var place = fixture.Memory.Place("default", name);
        var gate = place.Faults.BlockBatches(BringsEntities);
        await fixture.Db.Sync.PutAsync(name, SyncFixture.Definition(new SyncRules { MaxRowsPerSecond = PerSecond }));
        var besideEntities = await WriteWhileHeldAsync(gate);

        // All relations begin at one entity, so that they are read together.
        var next = place.Faults.BlockBatches(BringsRelations);
        gate.Open();
        await next.Entered.WaitAsync(SyncFixture.Patience);
        Assert.Equal(ProjectionState.Rebuilding, (await fixture.Db.Sync.GetAsync(name)).State);
        var besideRelations = await WriteWhileHeldAsync(next);
        place.Faults.Unblock();
        next.Open();
        await fixture.ReachAsync(name, ProjectionState.Live);
        AssertFlowed(besideEntities, BringsEntities);
        AssertFlowed(besideRelations, BringsRelations);

        foreach (var row in place.Entities.Where(row => ids.Contains(row.Id)).ToList())
        {
            place.Tamper(row.RowKey, row with { Version = 99 }, null);
        }

        gate = place.Faults.BlockBatches(BringsRepairs);
        await fixture.Db.Sync.ReconcileAsync(name);
        var besideRepairs = await WriteWhileHeldAsync(gate);
        place.Faults.Unblock();
        gate.Open();
        var status = await fixture.UntilAsync(name, now => !now.Unfinished.Contains("reconcile"));
        AssertFlowed(besideRepairs, BringsRepairs);
        Assert.Equal(Rows, status.LastReconcile!.Differing);
        Assert.All(place.Batches, batch => Assert.InRange(batch.Count, 0, PerSecond));
        await fixture.EqualAsync(name, place);

        bool BringsEntities(ProjectionBatch? batch) => batch is { IsFresh: true } && batch.Entities.Any(row => ids.Contains(row.Id));

        bool BringsRelations(ProjectionBatch? batch) => batch?.Relations.Count > 0;

        bool BringsRepairs(ProjectionBatch? batch) => batch is { IsFresh: false } && batch.Entities.Any(row => ids.Contains(row.Id));

        // A batch of the work is held, so it is under way; and the leader can read what the witness has.
        async Task<string> WriteWhileHeldAsync(MemoryGate held)
        {
            await held.Entered.WaitAsync(SyncFixture.Patience);
            var id = (await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("new/"))).Entity.Id;
            await witness.UntilAsync(now => now.Entities.Any(row => row.Id == id), SyncFixture.Patience);
            return id;
        }

        void AssertFlowed(string id, Func<ProjectionBatch?, bool> isOfTheWork)
        {
            var batches = place.Batches.ToList();
            var applied = batches.FindIndex(batch => batch.Entities.Any(row => row.Id == id));
            Assert.InRange(applied, 0, batches.FindLastIndex(batch => isOfTheWork(batch)) - 1);
        }
    }
}
