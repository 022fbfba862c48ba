using ThreeDb.Changes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Valkey.Tests;

public sealed class LostServerTests
{
    [Fact]
    public async Task Server_killed_under_load_fails_no_read_and_is_used_again_when_it_is_back()
    {
        await using var server = await EngineServer.OwnAsync(ValkeyEngine.Instance);
        await using var place = await Place.OpenAsync(server.Url);
        var caches = new[] { place.Cache(), place.Cache() };
        foreach (var id in Enumerable.Range(0, 50))
        {
            place.Write($"id{id}", "1");
        }

        using var stop = new CancellationTokenSource();
        var reads = 0;
        var load = Enumerable.Range(0, 8).Select(reader => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal("1", await place.ReadAsync(caches[reader % 2], $"id{Interlocked.Increment(ref reads) % 50}"));
            }
        })).ToList();

        for (var round = 0; round < 3; round++)
        {
            await MoreAsync(500);
            server.Kill();
            await MoreAsync(500);
            await server.RestartAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        await place.Projection.PrepareAsync(new Fence(2, 1), default);
        var fresh = place.Cache();
        await place.ReadAsync(fresh, "id1");
        await fresh.IdleAsync();
        place.Reads = 0;
        await place.ReadAsync(place.Cache(), "id1");
        Assert.Equal(0, place.Reads);

        async Task MoreAsync(int count)
        {
            for (var goal = Volatile.Read(ref reads) + count; Volatile.Read(ref reads) < goal && load.TrueForAll(task => !task.IsCompleted);)
            {
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Server_that_comes_back_with_an_old_copy_of_its_data_answers_nothing_from_it()
    {
        await using var server = await EngineServer.OwnAsync(ValkeyEngine.Instance);
        await using var place = await Place.OpenAsync(server.Url);
        var cache = place.Cache();
        var point = place.Write("a", "1");
        await place.ReadAsync(cache, "a");
        await cache.IdleAsync();
        await place.Client.SendAsync("SAVE", [], default);
        place.Write("a", "2");
        await place.ApplyAsync(point, "a");

        server.Kill();
        await server.RestartAsync();
        await using var look = new Resp.RespClient(new Resp.RespOptions { Endpoint = Resp.RespEndpoint.Parse(server.Url) });
        Assert.Equal(1, (await look.SendAsync("EXISTS", [place.Keys.Entity("a")], default)).AsInt64());

        Assert.Equal("2", await place.ReadAsync(place.Cache(), "a"));
    }

    [Fact]
    public async Task Server_that_lost_writes_of_a_leader_who_goes_on_answers_nothing_from_before()
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        var point = place.Write("a", "1");
        await place.ApplyAsync(point, "a");
        await place.ReadAsync(cache, "a");
        await cache.IdleAsync();
        var before = (await place.Client.SendAsync("HGET", [place.Keys.State, "fn"], default)).AsText()!;
        var entry = (await place.Client.SendAsync("GET", [place.Keys.Entity("a")], default)).AsBytes();
        var generation = (await place.Client.SendAsync("HGETALL", [place.Keys.State], default)).Items.ToArray().Select(item => (Resp.RespArgument)item.AsText()!).ToArray();
        place.Write("a", "2");
        await place.ApplyAsync(point, "a");

        // As after a fail-over to a copy that had not heard of the last write.
        await place.Client.SendAsync("HSET", [place.Keys.State, .. generation], default);
        await place.Client.SendAsync("SET", [place.Keys.Entity("a"), entry], default);
        Assert.Equal(before, (await place.Client.SendAsync("HGET", [place.Keys.State, "fn"], default)).AsText());
        Assert.Equal("1", await place.ReadAsync(place.Cache(), "a"));
        await place.ApplyAsync(point, "b");

        Assert.Equal("2", await place.ReadAsync(place.Cache(), "a"));
    }

    [Fact]
    public async Task Lost_state_makes_everything_kept_worthless_and_a_new_one_begins()
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        place.Write("a", "1");
        await place.ReadAsync(cache, "a");
        await cache.IdleAsync();
        await place.Client.SendAsync("DEL", [place.Keys.State], default);
        place.Write("a", "2");

        Assert.Equal("2", await place.ReadAsync(place.Cache(), "a"));
        var next = place.Cache();
        Assert.Equal("2", await place.ReadAsync(next, "a"));
        await next.IdleAsync();
        place.Reads = 0;
        Assert.Equal("2", await place.ReadAsync(place.Cache(), "a"));
        Assert.Equal(0, place.Reads);
    }

    [Fact]
    public async Task New_leader_begins_with_an_empty_cache_and_the_old_one_changes_nothing_more()
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        place.Write("a", "1");
        await place.ReadAsync(cache, "a");
        await cache.IdleAsync();
        await using var newer = new ValkeyProjectionFactory().Create(place.Context, Json.Of($$"""{"url": "{{(await EngineServer.SharedAsync(ValkeyEngine.Instance)).Url}}"}"""));

        await newer.PrepareAsync(new Fence(2, 1), default);

        await place.ReadAsync(place.Cache(), "a");
        Assert.Equal(2, place.Reads);
        Assert.Null(await place.Cache().AppliedAsync(default));
        await place.Projection.ReachedAsync(new LogPoint(99, 1), default);
        Assert.Null(await place.Cache().AppliedAsync(default));
        await Assert.ThrowsAsync<ProjectionFencedException>(() => place.ApplyAsync(new LogPoint(99, 1), "a"));
    }

    [Fact]
    public async Task Without_a_server_every_read_is_answered_by_the_source()
    {
        await using var cache = new ValkeyReadCache(new ProjectionContext("t", "c", TimeProvider.System), ValkeySettings.Read(Json.Of("""{"url": "redis://127.0.0.1:1"}""")));
        var reads = 0;
        for (var i = 0; i < 1000; i++)
        {
            Assert.Null(await cache.EntityAsync("a", Place.Anything, _ =>
            {
                reads++;
                return Task.FromResult<Caching.CachedEntity?>(null);
            }, default));
        }

        Assert.Equal(1000, reads);
        Assert.Null(await cache.AppliedAsync(default));
    }
}
