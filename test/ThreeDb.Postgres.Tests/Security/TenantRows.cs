using ThreeDb.Changes;
using ThreeDb.Sync;

namespace ThreeDb.Postgres.Tests;

/// <summary>A database whose two tenants have rows in every table, of different number.</summary>
public sealed class TenantRows : EngineFixture
{
    protected override bool RunsProjections => false;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await FillAsync(Db, 3);
        await FillAsync(Other, 5);
    }

    private async Task FillAsync(TenantDb db, int count)
    {
        await db.Types.PutAsync("note", new EntityTypeDefinition { Relations = [new() { Field = "by", Relation = "WRITTEN_BY", To = "person" }] });
        for (var i = 0; i < count; i++)
        {
            await db.Entities.CreateAsync("note", new { title = "secret words", of = db.Session.Tenant, by = "p" + i }, $"note/{i}", new CreateOptions { IdempotencyKey = "k" + i });
            await db.Relations.RelateAsync(new Relate("note/0", "NEXT", $"note/{i}"));
        }

        await db.Entities.DeleteAsync("note/1");
        await SavedScores.SaveAsync(this, db, "importance", Enumerable.Range(2, count - 2).Prepend(0).ToDictionary(i => $"note/{i}", i => (double)i));
        await db.Session.CreateKeyAsync("robot", KeyScope.Read, expiresAt: null);
        await ProjectAsync(db.Session.TenantId, count);
    }

    private async Task ProjectAsync(int tenant, int count)
    {
        var sync = Engine.Store.Sync;
        for (var i = 0; i < count; i++)
        {
            await sync.PutAsync(tenant, "graph" + i, new ProjectionDefinition { Kind = "age" }, default);
            await using var lead = await sync.TryLeadAsync(tenant, "graph" + i, default);
            await lead!.ParkAsync([new ParkedKey(RowKey.Entity(1), "too large", 3)], default);
            await lead.ReportAsync(new ReconcileReport { StartedAt = DateTimeOffset.UnixEpoch, EndedAt = DateTimeOffset.UnixEpoch, Cause = "request" }, default);
        }
    }
}
