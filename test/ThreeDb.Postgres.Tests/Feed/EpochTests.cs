using System.Diagnostics;
using Npgsql;
using ThreeDb.Changes;
using ThreeDb.Embeddings;

namespace ThreeDb.Postgres.Tests;

/// <summary>A point of another database, or of a time that was lost, is never taken for one of this.</summary>
public sealed class EpochTests(TwoEngines fixture) : IClassFixture<TwoEngines>
{
    private readonly int _tenant = fixture.Db.Session.TenantId;

    [Fact]
    public async Task Epoch_is_that_of_the_store_and_positions_come_back_as_points()
    {
        var source = await fixture.Engine.Store.Sync.SourceAsync(_tenant, default);
        Assert.Equal(fixture.Engine.Store.Identity.Epoch, await source.EpochAsync(default));
        Assert.Equal(new LogPoint(7, 3), source.Decode(source.Encode(new LogPoint(7, 3))));
        var written = await fixture.Db.Entities.CreateAsync("thing", new { });
        var page = await source.ReadAsync(LogPoint.Start, 50_000, default);
        while (page.Changes.Count == 0)
        {
            // Transactions of other tests hold the frontier of the whole cluster.
            await source.WaitAsync(page.Next, TimeSpan.FromSeconds(1), default);
            page = await source.ReadAsync(LogPoint.Start, 50_000, default);
        }

        Assert.Equal(source.Decode(written.Position), page.Changes[^1].Point);
        Assert.Equal(await fixture.Database.ScalarAsync<int>("select timeline_id from pg_control_checkpoint()"), int.Parse(
            (await fixture.Database.ScalarAsync<string>(StoreIdentity.ClusterSql)).Split('/')[1]));
    }

    [Fact]
    public async Task Position_of_another_database_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.RunAsync("update threedb.setting set value = repeat('ab', 16) where name = 'position_key'");
        await using var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = database.ConnectionString, Migrate = false, MaxConnections = 4, RunProjections = false });
        var foreign = (await (await engine.ForAsync()).Entities.CreateAsync("thing", new { })).Position;
        var source = await fixture.Engine.Store.Sync.SourceAsync(_tenant, default);
        Assert.Equal(ErrorCodes.UnknownEpoch, Assert.Throws<ThreeDbException>(() => source.Decode(foreign)).Code);
        Assert.Equal(ErrorCodes.InvalidCursor, Assert.Throws<ThreeDbException>(() => source.Decode(new Position("nonsense"))).Code);
    }

    [Fact]
    public async Task Point_beyond_the_end_of_the_log_is_refused()
    {
        var source = await fixture.Engine.Store.Sync.SourceAsync(_tenant, default);
        var next = await fixture.Database.ScalarAsync<long>("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        Assert.Equal(ErrorCodes.UnknownEpoch, await Failure.CodeOfAsync(() => source.ReadAsync(new LogPoint((ulong)next + 1_000_000, 1), 10, default)));
        Assert.False((await source.ReadAsync(LogPoint.Below((ulong)next), 10, default)).IsFull);
    }

    [Fact]
    public async Task Reader_that_lives_through_a_crash_of_PostgreSQL_misses_nothing_where_transaction_ids_are_given_out_again()
    {
        await using var cluster = await TestCluster.CreateAsync();
        await TestPostgres.RunAsync(cluster.ConnectionString, "alter system set wal_writer_delay = '10s'");
        await TestPostgres.RunAsync(cluster.ConnectionString, "select pg_reload_conf()");
        await new Migrator(cluster.ConnectionString).RunAsync(new HashingEmbedder());
        await new TenantAdmin(cluster.ConnectionString).CreateAsync("default");
        await using var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = cluster.ConnectionString, Migrate = false, MaxConnections = 6, RunProjections = false });
        var db = await engine.ForAsync();
        await db.Entities.CreateAsync("thing", new { }, "before");
        var source = await engine.Store.Sync.SourceAsync(db.Session.TenantId, default);

        // The premise: without care, the change would lie before the point and never be read. It does not hold where PostgreSQL wrote its log for other reasons before the crash.
        var (page, written) = await CrashAsync(1);
        for (var attempt = 2; attempt <= 5 && written >= page.Next; attempt++)
        {
            (page, written) = await CrashAsync(attempt);
        }

        Assert.True(written < page.Next, $"{written} was not given out again before {page.Next}.");
        var after = await source.ReadAsync(page.Next, 1000, default);
        Assert.Contains(after.Changes, change => change.Point == written);
        Assert.DoesNotContain((await source.ReadAsync(after.Next, 1000, default)).Changes, change => change.Point == written);

        async Task<(ChangePage Read, LogPoint Written)> CrashAsync(int attempt)
        {
            await using var witness = await Sql.OpenAsync(cluster.ConnectionString);
            var crash = witness.RunAsync("select pg_sleep(60)");

            // Transactions that leave nothing durable move the frontier, and a reader goes there.
            var pid = await BurnAsync(cluster.ConnectionString);
            var read = await source.ReadAsync(LogPoint.Start, 1000, default);
            Assert.True(read.Next.TransactionId > read.Changes[^1].Point.TransactionId + 400);
            Process.GetProcessById(pid).Kill();
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => crash);
            while (true)
            {
                try
                {
                    var options = new CreateOptions { OnConflict = ConflictPolicy.Replace };
                    return (read, source.Decode((await db.Entities.CreateAsync("thing", new { attempt }, "after", options)).Position));
                }
                catch (ThreeDbException e) when (e.IsTransient)
                {
                }
            }
        }
    }

    private static async Task<int> BurnAsync(string connectionString)
    {
        await using var sql = await Sql.OpenAsync(new NpgsqlConnectionStringBuilder(connectionString) { Options = "-c synchronous_commit=off" }.ConnectionString);
        for (var i = 0; i < 500; i++)
        {
            await sql.RunAsync("begin; select pg_current_xact_id(); rollback");
        }

        return await sql.ScalarAsync<int>("select pid from pg_stat_activity where backend_type = 'background writer'");
    }
}
