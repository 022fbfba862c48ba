using System.Diagnostics;
using Npgsql;
using ThreeDb.Testing;

namespace ThreeDb.Sync.Tests;

/// <summary>Nothing is skipped, whatever the order in which transactions commit; and what is applied is what the source holds now.</summary>
[Collection(nameof(OrderTests))]
public sealed class OrderTests(SyncFixture fixture) : IClassFixture<SyncFixture>
{
    [Fact]
    public async Task Transaction_held_open_across_others_is_not_skipped()
    {
        var (name, place) = await fixture.AddAsync();
        var id = fixture.Unique("held/");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), id);
        await fixture.EqualAsync(name, place);
        var seq = place.Entities.Single(entity => entity.Id == id).Seq;
        await using var held = new NpgsqlConnection(fixture.Database.ConnectionString + ";Application Name=held by a test");
        await held.OpenAsync();
        await RunAsync(held, $"""
            begin;
            update threedb.entity set version = 2, data = '{"{\"held\": true}"}' where tenant_id = {fixture.Db.Session.TenantId} and seq = {seq};
            insert into threedb.change (tenant_id, ordinal, at, actor, kind, op, seq, type, version, snapshot)
            values ({fixture.Db.Session.TenantId}, 1, now(), 'late', 0, 2, {seq}, 'person', 2, '{"{}"}')
            """);
        foreach (var ids in Enumerable.Range(0, FaultScale.HeldAcross).Chunk(10))
        {
            await fixture.Db.WriteAsync([.. ids.Select(i => SyncFixture.Put($"{id}/{i}", Json.Of(new { i })))]);
        }

        // Whoever holds everybody back is named within 10 s, where nobody else works.
        var clock = Stopwatch.StartNew();
        var blocked = await fixture.UntilAsync(name, status => status.Frontier is not null);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"The blocker was named after {clock.Elapsed}.");
        Assert.Equal(("held by a test", held.ProcessID), (blocked.Frontier!.Application, blocked.Frontier.ProcessId));
        Assert.Equal((ProjectionState.Stalled, FaultScale.HeldAcross, blocked.Frontier.Reason()), (blocked.State, blocked.Pending, blocked.Reason));
        Assert.InRange(blocked.LagSeconds!.Value, 1, 60);
        await RunAsync(held, "commit");
        await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == id && entity.Version == 2), SyncFixture.Patience);
        await fixture.EqualAsync(name, place);
        Assert.Equal(FaultScale.HeldAcross, place.Entities.Count(entity => entity.Id.StartsWith(id + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Backlog_of_several_pages_is_applied_in_full()
    {
        var prefix = fixture.Unique("backlog/");
        var ids = Enumerable.Range(0, Feeder.PageSize + 1_500).Select(i => $"{prefix}/{i}").ToList();
        await fixture.Db.BulkAsync(ids.Select(id => SyncFixture.Put(id, Json.Of("{}"))).ToAsyncEnumerable());
        var (name, place) = await fixture.AddAsync();
        await fixture.PausedAsync(name);

        // The newest entities change first.
        foreach (var part in Enumerable.Reverse(ids).Chunk(1_300))
        {
            await fixture.Db.WriteAsync([.. part.Select(id => SyncFixture.Put(id, Json.Of("""{"changed":true}""")))]);
        }

        // The first page is full, whatever it is ordered by.
        await FrontierPassedAsync();
        await fixture.Db.Sync.ResumeAsync(name);
        await fixture.EqualAsync(name, place);
        Assert.Equal(ids.Count, place.Entities.Count(entity => entity.Id.StartsWith(prefix, StringComparison.Ordinal) && entity.Version == 2));
    }

    [Fact]
    public async Task Key_that_changed_often_is_applied_as_it_is_now()
    {
        var (name, place) = await fixture.AddAsync();
        var id = fixture.Unique("often/");
        await fixture.PausedAsync(name);
        for (var i = 0; i < 6; i++)
        {
            await fixture.Db.WriteAsync([SyncFixture.Put(id, Json.Of(new { i }))]);
        }

        // One page brings all of it.
        await FrontierPassedAsync();
        var before = place.Batches.Count;
        await fixture.Db.Sync.ResumeAsync(name);
        await fixture.EqualAsync(name, place);
        Assert.Equal(6, place.Entities.Single(entity => entity.Id == id).Version);
        Assert.Single(place.Batches.Skip(before), batch => batch.Entities.Any(entity => entity.Id == id));
    }

    [Fact]
    public async Task Change_is_applied_soon_after_its_commit()
    {
        var (_, place) = await fixture.AddAsync();
        var (writes, delays) = (new List<double>(), new List<double>());
        for (var i = 0; i < 15; i++)
        {
            // After a small page the leader takes a breath and looks again by itself; only then does it wait to be woken.
            await Task.Delay(50);
            var id = fixture.Unique("soon/");
            var clock = Stopwatch.StartNew();
            await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), id);
            writes.Add(clock.Elapsed.TotalMilliseconds);
            clock.Restart();
            await place.UntilAsync(now => now.Entities.Any(entity => entity.Id == id), SyncFixture.Patience);
            delays.Add(clock.Elapsed.TotalMilliseconds);
        }

        // Milliseconds, where nobody else works; where others do, a write takes longer as well. The looks once a second must not be what brings it.
        writes.Sort();
        delays.Sort();
        Assert.True(delays[7] < Math.Max(400, 8 * writes[7]), $"The median is {delays[7]:F0} ms, of writes {writes[7]:F0} ms: {string.Join(", ", delays.Select(delay => $"{delay:F0}"))}");
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    // Until nobody holds the log back before the last write.
    private async Task FrontierPassedAsync()
    {
        var after = await fixture.Database.ScalarAsync<string>("select pg_current_xact_id()::text");
        await Until.TrueAsync(() => fixture.Database.ScalarAsync<bool>($"select pg_snapshot_xmin(pg_current_snapshot()) > '{after}'::xid8"), SyncFixture.Patience);
    }
}
