using ThreeDb.Caching;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Valkey.Tests;

public sealed class InvalidationTests
{
    // The same fault as the planted one: a fill with the generation of its own moment, not of the one before the source was read.
    private static readonly Script FillWithoutGeneration = new("""
        local seen, now = {}, {}
        for i = 7, #ARGV, 2 do
          seen[#seen + 1] = ARGV[i + 1]
          now[#now + 1] = redis.call('HGET', KEYS[1], 'g' .. ARGV[i]) or '0'
        end
        local head = '1\t' .. ARGV[1] .. ' '
        redis.call('SET', KEYS[2], head .. table.concat(now, ',') .. string.sub(ARGV[2], #head + #table.concat(seen, ',') + 1), 'PX', ARGV[3])
        return 1
        """);

    [Fact]
    public async Task What_was_read_is_answered_from_the_cache_in_every_process_until_it_changes()
    {
        await using var place = await Place.OpenAsync();
        var (one, other) = (place.Cache(), place.Cache());
        var point = place.Write("a", "1");
        Assert.Equal("1", await place.ReadAsync(one, "a"));
        await one.IdleAsync();
        Assert.Equal("1", await place.ReadAsync(one, "a"));
        Assert.Equal("1", await place.ReadAsync(other, "a"));
        Assert.Equal("1", await place.ReadAsync(other, "a"));
        Assert.Equal(1, place.Reads);

        place.Write("a", "2");
        await place.ApplyAsync(point, "a");

        Assert.Equal("2", await place.ReadAsync(place.Cache(), "a"));
        Assert.Equal(2, place.Reads);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Slow_fill_cannot_bring_back_what_was_invalidated_meanwhile(bool query)
    {
        Assert.Equal("2", await SlowFillAsync(query, null));

        // The planted fault is seen.
        Assert.Equal("1", await SlowFillAsync(query, FillWithoutGeneration));
    }

    [Fact]
    public async Task Entity_that_is_gone_is_gone_from_the_cache_even_when_only_its_number_is_known()
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        place.Write("a", "1");
        await place.ReadAsync(cache, "a");
        await cache.IdleAsync();

        place.Source.Clear();
        await place.Projection.ApplyAsync(new ProjectionBatch(place.NextFence(), [new ProjectedEntity { Seq = Place.SeqOf("a"), Id = "", IsLive = false }], []), default);

        Assert.Null(await place.ReadAsync(place.Cache(), "a"));
    }

    [Theory]
    [InlineData("t:thing", "thing", true)]
    [InlineData("t:other", "thing", false)]
    [InlineData("t*", "thing", true)]
    [InlineData("t-", null, true)]
    [InlineData("t-", "thing", false)]
    [InlineData("e:a", "thing", true)]
    [InlineData("e:b", "thing", false)]
    [InlineData("r*", "thing", false)]
    public async Task Query_is_asked_again_when_what_it_depends_on_has_changed_and_only_then(string tag, string? type, bool again)
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        await place.QueryAsync(cache, tags: tag);
        await cache.IdleAsync();

        await place.Projection.ApplyAsync(
            new ProjectionBatch(place.NextFence(), [new ProjectedEntity { Seq = 1, Id = "a", IsLive = type is not null, Type = type ?? "" }], []), default);

        await place.QueryAsync(place.Cache(), tags: tag);
        Assert.Equal(again ? 2 : 1, place.Reads);
    }

    [Fact]
    public async Task Relation_that_changes_invalidates_what_depends_on_its_type_or_on_any()
    {
        await using var place = await Place.OpenAsync();
        foreach (var tag in new[] { CacheTag.AnyRelation, CacheTag.Relation("KNOWS"), CacheTag.Relation("LIKES") })
        {
            // The same key with other tags: nothing that one of them left may answer for the next.
            var (cache, other) = (place.Cache(), place.Cache());
            place.Reads = 0;
            await place.QueryAsync(cache, tags: tag);
            await cache.IdleAsync();
            await place.Projection.ApplyAsync(new ProjectionBatch(place.NextFence(), [], [new ProjectedRelation { RowKey = new RowKey(1, 2, "KNOWS", ""), IsLive = false }]), default);
            await place.QueryAsync(other, tags: tag);
            await other.IdleAsync();
            Assert.Equal(tag == CacheTag.Relation("LIKES") ? 1 : 2, place.Reads);
            await place.Client.SendAsync("DEL", [place.Keys.Query("all")], default);
        }
    }

    [Fact]
    public async Task Damaged_entry_is_not_believed()
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        place.Write("a", "1");
        await place.ReadAsync(cache, "a");
        await cache.IdleAsync();
        var entry = (await place.Client.SendAsync("GET", [place.Keys.Entity("a")], default)).AsText()!;
        await place.Client.SendAsync("SET", [place.Keys.Entity("a"), entry.Replace("\"1\"", "\"7\"", StringComparison.Ordinal)], default);

        Assert.Equal("1", await place.ReadAsync(place.Cache(), "a"));
    }

    // The source is read, then the change is applied, then what was read arrives at the cache.
    private static async Task<string?> SlowFillAsync(bool query, Script? fill)
    {
        await using var place = await Place.OpenAsync();
        var slow = place.Cache(fill);
        var point = place.Write("a", "1");
        var goOn = new TaskCompletionSource();
        var reading = query ? (Task<string>)place.QueryAsync(slow, null, goOn.Task) : place.ReadAsync(slow, "a", null, goOn.Task)!;
        await place.WasRead.Task;

        place.Write("a", "2");
        await place.ApplyAsync(point, "a");
        goOn.SetResult();
        Assert.Equal("1", await reading);
        await slow.IdleAsync();
        return query ? await place.QueryAsync(place.Cache()) : await place.ReadAsync(place.Cache(), "a");
    }
}
