namespace ThreeDb.Connectors.Valkey.Tests;

public sealed class StampedeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Thousand_readers_at_once_ask_the_source_once(bool query)
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        await WarmUpAsync(place, cache);
        place.Write("a", "1");
        var goOn = new TaskCompletionSource();

        var readers = Enumerable.Range(0, 1000)
            .Select(_ => Task.Run(async () => query ? await place.QueryAsync(cache, null, goOn.Task) : await place.ReadAsync(cache, "a", null, goOn.Task))).ToList();
        await place.WasRead.Task;
        goOn.SetResult();

        Assert.All(await Task.WhenAll(readers), value => Assert.Equal("1", value));
        Assert.Equal(1, place.Reads);
    }

    [Fact]
    public async Task Processes_take_turns_at_what_is_dear()
    {
        await using var place = await Place.OpenAsync();
        place.Write("a", "1");
        var caches = Enumerable.Range(0, 8).Select(_ => place.Cache()).ToList();

        var values = await Task.WhenAll(caches.SelectMany(cache => Enumerable.Range(0, 100).Select(_ => Task.Run(() => place.QueryAsync(cache)))));

        // One, unless it takes so long that others do not wait for it any more.
        Assert.All(values, value => Assert.Equal("1", value));
        Assert.InRange(place.Reads, 1, caches.Count / 2);
    }

    [Fact]
    public async Task Process_that_dies_at_its_turn_holds_nobody_up()
    {
        await using var place = await Place.OpenAsync();
        place.Write("a", "1");
        await place.Client.SendAsync("SET", [CacheKeys.Lock(place.Keys.Query("all")), "nobody"], default);

        Assert.Equal("1", await place.QueryAsync(place.Cache()));
    }

    [Fact]
    public async Task Failure_of_the_source_reaches_those_who_wait_and_the_next_reader_asks_again()
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        place.Write("a", "1");
        var failing = Task.FromException(new ThreeDbException(ErrorCodes.StoreUnreachable));

        var exception = await Assert.ThrowsAsync<ThreeDbException>(() => place.ReadAsync(cache, "a", null, failing));

        Assert.Equal(ErrorCodes.StoreUnreachable, exception.Code);
        Assert.Equal("1", await place.ReadAsync(cache, "a"));
    }

    [Fact]
    public async Task Turn_is_given_back_when_the_source_fails()
    {
        await using var place = await Place.OpenAsync();

        await Assert.ThrowsAsync<ThreeDbException>(() => place.QueryAsync(place.Cache(), null, Task.FromException(new ThreeDbException(ErrorCodes.StoreUnreachable))));

        Assert.True((await place.Client.SendAsync("GET", [CacheKeys.Lock(place.Keys.Query("all"))], default)).IsNull);
    }

    [Fact]
    public async Task Reader_who_gives_up_leaves_the_others_their_answer()
    {
        await using var place = await Place.OpenAsync();
        var cache = place.Cache();
        place.Write("a", "1");
        var goOn = new TaskCompletionSource();
        using var giveUp = new CancellationTokenSource();
        var first = cache.EntityAsync("a", Place.Anything, async _ =>
        {
            place.WasRead.SetResult();
            await goOn.Task;
            return new Caching.CachedEntity(1, place.Source["a"]);
        }, giveUp.Token);
        await place.WasRead.Task;
        var second = place.ReadAsync(cache, "a");

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        goOn.SetResult();

        Assert.Equal("1", await second);
        Assert.Equal(0, place.Reads);
    }

    // It is connected, hears of changes, and the server knows the script: who comes when the one read has ended finds what it left.
    private static async Task WarmUpAsync(Place place, ValkeyReadCache cache)
    {
        place.Write("warm", "0");
        var entity = place.Source["warm"];
        place.Source.Clear();
        await cache.EntityAsync("warm", Place.Anything, _ => Task.FromResult<Caching.CachedEntity?>(new Caching.CachedEntity(Place.SeqOf("warm"), entity)), default);
        await cache.IdleAsync();
    }
}
