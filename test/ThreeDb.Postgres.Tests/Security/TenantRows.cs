namespace ThreeDb.Postgres.Tests;

/// <summary>A database whose two tenants have rows in every table, of different number.</summary>
public sealed class TenantRows : EngineFixture
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await FillAsync(Db, 3);
        await FillAsync(Other, 5);
    }

    private static async Task FillAsync(TenantDb db, int count)
    {
        await db.Types.PutAsync("note", new EntityTypeDefinition { Relations = [new() { Field = "by", Relation = "WRITTEN_BY", To = "person" }] });
        for (var i = 0; i < count; i++)
        {
            await db.Entities.CreateAsync("note", new { title = "secret words", of = db.Session.Tenant, by = "p" + i }, $"note/{i}", new CreateOptions { IdempotencyKey = "k" + i });
            await db.Relations.RelateAsync(new Relate("note/0", "NEXT", $"note/{i}"));
        }

        await db.Entities.DeleteAsync("note/1");
        await db.Session.CreateKeyAsync("robot", KeyScope.Read, expiresAt: null);
    }
}
