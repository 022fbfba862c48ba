using ThreeDb.Changes;

namespace ThreeDb.Postgres.Tests;

/// <summary>The feed gives every change exactly once, in order, whatever the order in which transactions commit.</summary>
[Collection(nameof(FrontierTests))]
public sealed class ChangeOrderTests(TwoEngines fixture, ITestOutputHelper output) : IClassFixture<TwoEngines>
{
    private readonly int _tenant = fixture.Db.Session.TenantId;

    [Fact]
    public async Task Transaction_held_open_across_others_is_neither_skipped_nor_overtaken()
    {
        var source = await fixture.Engine.Store.Sync.SourceAsync(_tenant, default);
        await FrontierWait.BehindAllAsync(source);
        var start = (await ReadAllAsync(source, LogPoint.Start, 1000)).Next;
        await using var held = await Sql.AdminAsync(fixture.Database);
        await held.RunAsync($"begin; insert into threedb.change (tenant_id, ordinal, at, actor, kind, op, seq, type, version) values ({_tenant}, 1, now(), 'late', 0, 1, 4000000000, 'x', 1)");
        var xid = (ulong)await held.ScalarAsync<long>("select pg_current_xact_id()::text::bigint");

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => fixture.Pick(i).Entities.CreateAsync("thing", new { i })));
        await FrontierWait.AtAsync(source, xid);
        var during = await ReadAllAsync(source, start, 7);
        Assert.All(during.Changes, change => Assert.True(change.Point.TransactionId < xid));
        Assert.Equal(LogPoint.Below(xid), during.Next);

        await held.RunAsync("commit");
        await FrontierWait.BehindAllAsync(source);
        var after = await ReadAllAsync(source, during.Next, 7);
        Assert.Equal(xid, after.Changes[0].Point.TransactionId);
        Assert.Equal(RowKey.Entity(4000000000), after.Changes[0].Key);
        Assert.Equal(401, during.Changes.Count + after.Changes.Count);
        await EqualsTheTableAsync([.. during.Changes, .. after.Changes], start);
        await fixture.Database.RunAsync("delete from threedb.change where seq = 4000000000");
    }

    [Fact]
    public async Task Reader_beside_random_writers_sees_every_change_once_in_order()
    {
        var seed = Seed.Take(output);
        var source = await fixture.Second.Store.Sync.SourceAsync(_tenant, default);
        var start = (await ReadAllAsync(source, LogPoint.Start, 1000)).Next;
        var prefix = fixture.Unique("order");
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(async task =>
        {
            var random = new Random(seed + task);
            for (var i = 0; i < 40; i++)
            {
                await Failure.CodeOfAsync(() => fixture.Pick(random.Next(2)).WriteAsync(new ChaosScript(random, prefix).Transaction()));
            }
        }));

        var reader = new Random(seed);
        var seen = new List<LoggedChange>();
        var next = start;
        for (var done = false; !done;)
        {
            var over = writing.IsCompleted;
            var page = await source.ReadAsync(next, reader.Next(1, 40), default);
            seen.AddRange(page.Changes);
            next = page.Next;
            done = over && !page.IsFull;
        }

        await writing;
        await FrontierWait.BehindAllAsync(source);
        seen.AddRange((await ReadAllAsync(source, next, 1000)).Changes);
        Assert.NotEmpty(seen);
        Assert.Contains(seen, change => change.Key.IsRelation);
        await EqualsTheTableAsync(seen, start);
    }

    [Fact]
    public async Task Tenants_do_not_see_each_others_changes()
    {
        await fixture.Other.Entities.CreateAsync("thing", new { of = "other" }, fixture.Unique("mine"));
        var own = await fixture.Engine.Store.Sync.SourceAsync(_tenant, default);
        var other = await fixture.Engine.Store.Sync.SourceAsync(fixture.Other.Session.TenantId, default);
        Assert.Equal(("default", "other"), (own.Tenant, other.Tenant));
        await FrontierWait.BehindAllAsync(own);
        await FrontierWait.BehindAllAsync(other);
        var theirs = await ReadAllAsync(other, LogPoint.Start, 1000);
        Assert.Equal(await CountAsync(fixture.Other.Session.TenantId), theirs.Changes.Count);
        Assert.Equal(await CountAsync(_tenant), (await ReadAllAsync(own, LogPoint.Start, 1000)).Changes.Count);
        Assert.DoesNotContain((await own.CurrentAsync([.. theirs.Changes.Select(change => change.Key)], new SourceNeeds(), default)).Entities, entity => entity.Id.StartsWith("mine", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pending_keys_are_distinct_and_counted_up_to_the_limit()
    {
        var source = await fixture.Engine.Store.Sync.SourceAsync(_tenant, default);
        await FrontierWait.BehindAllAsync(source);
        var start = (await ReadAllAsync(source, LogPoint.Start, 1000)).Next;
        var id = fixture.Unique("pending");
        await using var held = await Sql.AdminAsync(fixture.Database);
        await held.RunAsync("begin; select pg_current_xact_id()");
        await fixture.Db.Entities.CreateAsync("thing", new { n = 1 }, id);
        await fixture.Db.Entities.ReplaceAsync(id, new { n = 2 });
        await fixture.Db.Relations.RelateAsync(new Relate(id, "KNOWS", id + "/stub"));
        var keys = await source.PendingAsync(start, 2, default);
        Assert.Equal((2, 1), (keys!.Count, keys.Count(key => key.IsRelation)));
        Assert.Null(await source.PendingAsync(start, 1, default));
        await held.RunAsync("rollback");
    }

    private static async Task<(List<LoggedChange> Changes, LogPoint Next)> ReadAllAsync(IChangeSource source, LogPoint from, int limit)
    {
        var all = new List<LoggedChange>();
        for (var next = from; ;)
        {
            var page = await source.ReadAsync(next, limit, default);
            Assert.True(page.Changes.Count <= limit);
            all.AddRange(page.Changes);
            next = page.Next;
            if (!page.IsFull)
            {
                return (all, next);
            }
        }
    }

    private async Task EqualsTheTableAsync(List<LoggedChange> seen, LogPoint start)
    {
        await using var sql = await Sql.AdminAsync(fixture.Database);
        var rows = await sql.RowsAsync($"""
            select xid::text, ordinal, seq, case when kind = 1 then type end, coalesce(dst, 0), key, version from threedb.change
            where tenant_id = {_tenant} and (xid, ordinal) > ('{start.TransactionId}'::xid8, {start.Ordinal}) order by xid, ordinal
            """);
        Assert.Equal(rows.Select(row => string.Join("|", row)), seen.Select(change => string.Join("|",
            change.Point.TransactionId, change.Point.Ordinal, change.Key.Seq, change.Key.Type, change.Key.Target, change.Key.Key, change.Version)));
    }

    private Task<long> CountAsync(int tenant) => fixture.Database.ScalarAsync<long>($"select count(*) from threedb.change where tenant_id = {tenant}");
}
