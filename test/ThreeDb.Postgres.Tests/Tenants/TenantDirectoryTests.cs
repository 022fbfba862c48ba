namespace ThreeDb.Postgres.Tests;

/// <summary>Tenants that another process deletes and makes while an engine runs.</summary>
public sealed class TenantDirectoryTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Tenant_deleted_and_made_again_elsewhere_is_the_new_one_a_moment_later()
    {
        var admin = new TenantAdmin(fixture.Database.ConnectionString);
        var clock = new ShiftedClock();
        await using var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = fixture.Database.ConnectionString, Migrate = false, MaxConnections = 10 }, time: clock);
        await admin.CreateAsync("again");
        await (await engine.ForAsync("again")).Entities.CreateAsync("note", new { n = 1 }, "a");

        await admin.DeleteAsync("again");
        clock.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(ErrorCodes.TenantNotFound, (await Assert.ThrowsAsync<ThreeDbException>(async () => await engine.ForAsync("again"))).Code);

        await admin.CreateAsync("again");
        var db = await engine.ForAsync("again");
        Assert.Null(await db.Entities.GetAsync("a"));
        Assert.Equal(1, (await db.Entities.CreateAsync("note", new { n = 2 }, "a")).Entity.Version);
    }

    /// <summary>A clock whose time can be made to pass.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        private long _passed;

        public void Pass(TimeSpan time) => _passed += (long)(time.TotalSeconds * TimestampFrequency);

        public override long GetTimestamp() => base.GetTimestamp() + _passed;
    }
}
