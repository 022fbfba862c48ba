using ThreeDb.Caching;
using ThreeDb.Changes;

namespace ThreeDb.Connectors.Valkey.Tests;

public sealed class FreshnessTests
{
    [Fact]
    public async Task Own_write_is_read_at_once_and_cached_again_when_the_projection_has_passed_it()
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        place.Write("a", "1");
        await place.ReadAsync(cache, "a");
        await cache.IdleAsync();

        var point = place.Write("a", "2");
        cache.Written(CacheTag.OfEntity("a", "thing"), point);

        Assert.Equal("2", await place.ReadAsync(cache, "a"));
        Assert.Equal("2", await place.QueryAsync(cache));
        await place.ApplyAsync(point, "a");
        Assert.Equal("2", await place.ReadAsync(cache, "a"));
        await cache.IdleAsync();
        place.Reads = 0;
        Assert.Equal("2", await place.ReadAsync(cache, "a"));
        Assert.Equal(0, place.Reads);
    }

    [Fact]
    public async Task Demanded_position_is_answered_by_the_source_until_the_cache_has_applied_it()
    {
        await using var place = await Place.OpenAsync();
        var (writer, reader) = (place.Cache(), place.Cache());
        place.Write("a", "1");
        Assert.Equal("1", await place.ReadAsync(reader, "a"));
        await reader.IdleAsync();
        var point = place.Write("a", "2");
        writer.Written(CacheTag.OfEntity("a", "thing"), point);

        Assert.Equal("2", await place.ReadAsync(reader, "a", point));
        await reader.IdleAsync();
        await place.ApplyAsync(point, "a");
        Assert.Equal("2", await place.ReadAsync(reader, "a", point));
        await reader.IdleAsync();
        place.Reads = 0;
        Assert.Equal("2", await place.ReadAsync(reader, "a", point));
        Assert.Equal(0, place.Reads);
        Assert.Equal(point, await reader.AppliedAsync(default));
        Assert.Equal("2", await place.ReadAsync(reader, "a", new LogPoint(point.TransactionId + 1, 1)));
        Assert.Equal(1, place.Reads);
    }

    [Fact]
    public async Task Change_of_another_process_reaches_the_first_level_by_message()
    {
        await using var place = await Place.OpenAsync(more: """, "firstLevelSeconds": 60""");
        var cache = place.Cache();
        place.Write("a", "1");
        await place.ReadAsync(cache, "a");
        await cache.IdleAsync();
        Assert.Equal("1", await place.ReadAsync(cache, "a"));
        Assert.True(cache.FirstLevelBytes > 0);

        var point = place.Write("a", "2");
        await place.ApplyAsync(point, "a");

        // A message follows the answer to the apply, on another connection; what a read demands does not depend on it.
        Assert.Equal("2", await place.ReadAsync(cache, "a", point));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await place.ReadAsync(cache, "a") != "2")
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Reader_does_not_join_a_read_that_began_before_its_own_write()
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        place.Write("a", "1");
        var goOn = new TaskCompletionSource();
        var old = place.ReadAsync(cache, "a", null, goOn.Task);
        await place.WasRead.Task;

        cache.Written(CacheTag.OfEntity("a", "thing"), place.Write("a", "2"));

        Assert.Equal("2", await place.ReadAsync(cache, "a"));
        goOn.SetResult();
        Assert.Equal("1", await old);
        Assert.Equal("2", await place.ReadAsync(cache, "a"));
    }

    [Fact]
    public async Task Many_entities_come_from_wherever_they_are_in_the_order_asked_for()
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        foreach (var id in new[] { "a", "b", "c" })
        {
            place.Write(id, id);
        }

        await place.ReadAsync(cache, "b");
        await cache.IdleAsync();
        var asked = new List<string>();

        Task<IReadOnlyList<Entity>> Many() => cache.EntitiesAsync(["c", "none", "b", "a", "b"], Place.Anything, (ids, _) =>
        {
            asked.AddRange(ids);
            return Task.FromResult<IReadOnlyList<CachedEntity>>([.. ids.Where(place.Source.ContainsKey).Select(id => new CachedEntity(Place.SeqOf(id), place.Source[id]))]);
        }, default);

        Assert.Equal(["c", "b", "a"], (await Many()).Select(entity => entity.Id));
        await cache.IdleAsync();
        Assert.Equal(["c", "b", "a"], (await Many()).Select(entity => entity.Id));
        Assert.Equal(["c", "none", "a", "none"], asked);
    }

    [Fact]
    public async Task What_may_not_be_kept_is_read_each_time()
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        place.Write("a", "1");
        var reads = 0;
        for (var i = 0; i < 3; i++)
        {
            await cache.EntityAsync("a", Place.Anything, _ =>
            {
                reads++;
                return Task.FromResult<CachedEntity?>(new CachedEntity(1, place.Source["a"], Keep: false));
            }, default);
            await cache.IdleAsync();
        }

        Assert.Equal(3, reads);
    }
}
