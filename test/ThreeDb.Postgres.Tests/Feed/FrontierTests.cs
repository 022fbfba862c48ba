using ThreeDb.Changes;

namespace ThreeDb.Postgres.Tests;

/// <summary>Who holds the log back is named; what lies before it is counted. A transaction held open holds back every database of the cluster, so these classes run one after another.</summary>
[CollectionDefinition(nameof(FrontierTests), DisableParallelization = true)]
[Collection(nameof(FrontierTests))]
public sealed class FrontierTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Transaction_that_holds_the_frontier_is_named_and_what_waits_is_counted()
    {
        var source = await fixture.Engine.Store.Sync.SourceAsync(fixture.Db.Session.TenantId, default);
        var start = (await source.ReadAsync(LogPoint.Start, 50_000, default)).Next;
        for (var i = 0; i < 3; i++)
        {
            await fixture.Db.Entities.CreateAsync("thing", new { i });
        }

        await FrontierWait.BehindAllAsync(source);
        await using var held = await Sql.OpenAsync(new Npgsql.NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { ApplicationName = "nightly report" }.ConnectionString);
        await held.RunAsync("begin; select pg_current_xact_id()");
        var pid = await held.ScalarAsync<int>("select pg_backend_pid()");
        await fixture.Db.Entities.CreateAsync("thing", new { beyond = true });

        var report = await source.FrontierAsync(start, default);
        Assert.Null(report.Blocker);
        var readable = (await source.ReadAsync(start, 50, default)).Changes;
        Assert.Equal((3, 4L), (readable.Count, report.Pending));
        Assert.Equal(readable[0].At, report.OldestPendingAt);
        var beyond = await source.FrontierAsync(LogPoint.Below(report.Frontier), default);
        Assert.Equal(1, beyond.Pending);
        Assert.True(beyond.OldestPendingAt > report.OldestPendingAt);
        while (report.Blocker is null)
        {
            report = await source.FrontierAsync(start, default);
        }

        Assert.Equal((pid, "nightly report", "idle in transaction"), (report.Blocker.ProcessId, report.Blocker.Application, report.Blocker.State));
        Assert.InRange(report.Blocker.Age.TotalSeconds, 5, 60);
        await held.RunAsync("rollback");
        await FrontierWait.BehindAllAsync(source);
        var free = await source.FrontierAsync(start, default);
        Assert.Equal((null, 4L), (free.Blocker, free.Pending));
        Assert.True(free.Frontier > report.Frontier);
        Assert.Equal((0L, null), ((await source.FrontierAsync(LogPoint.Below(free.Frontier), default)).Pending, (await source.FrontierAsync(LogPoint.Below(free.Frontier), default)).OldestPendingAt));
    }

    [Fact]
    public async Task Blocker_is_known_by_its_pid_where_the_owner_may_not_see_sessions()
    {
        var source = await fixture.Engine.Store.Sync.SourceAsync(fixture.Db.Session.TenantId, default);
        await fixture.Database.RunAsync("revoke pg_read_all_stats from threedb_owner");
        try
        {
            await using var held = await Sql.AdminAsync(fixture.Database);
            await held.RunAsync("begin; select pg_current_xact_id()");
            FrontierReport report;
            do
            {
                report = await source.FrontierAsync(LogPoint.Start, default);
            }
            while (report.Blocker is null);

            Assert.Equal((await held.ScalarAsync<int>("select pg_backend_pid()"), "unknown", "unknown"), (report.Blocker.ProcessId, report.Blocker.Application, report.Blocker.State));
            Assert.InRange(report.Blocker.Age.TotalSeconds, 5, 60);
        }
        finally
        {
            await fixture.Database.RunAsync("grant pg_read_all_stats to threedb_owner");
        }
    }
}
