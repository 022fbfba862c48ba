using System.Diagnostics;
using System.Globalization;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Valkey.Tests;

/// <summary>Every fault in turn on the link to the cache, which the projection and two processes share: no read fails, waits long, or is wrong, and the cache is used again.</summary>
public sealed class LinkTests : IAsyncLifetime
{
    private const int LittlePasses = 2_000;

    // Less than a command may take: a reader waits for the cache a quarter of a second, and for a connection four times that. More where writes, which know no cache, take long as well.
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(4);

    // A process that demands nothing may be behind by what the cache may (5 s), and by how seldom that is looked at.
    private static readonly TimeSpan OldestRead = TimeSpan.FromSeconds(15);

    private readonly string _name = $"link{Guid.NewGuid():N}"[..12];
    private readonly List<(TimeSpan At, int Value)> _written = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _slowestWrite;
    private string _url = "";
    private FaultProxy _proxy = null!;
    private TestDatabase _database = null!;
    private ThreeDbEngine _writer = null!;
    private ThreeDbEngine _reader = null!;
    private TenantDb _own = null!;
    private TenantDb _other = null!;

    public async ValueTask InitializeAsync()
    {
        _url = (await EngineServer.SharedAsync(ValkeyEngine.Instance)).Url;
        _proxy = FaultProxy.Start(Links.ServerOf(_url, RespEndpoint.DefaultPort), TestSeed.Take());
        _database = await TestDatabase.CreateAsync();
        _writer = await OpenAsync(runProjections: true);
        _reader = await OpenAsync(runProjections: false);
        _own = await _writer.ForAsync();
        _other = await _reader.ForAsync();
        var settings = Json.Of(new { url = Links.Through(_url, _proxy.Address) });
        await _own.Sync.PutAsync(_name, new ProjectionDefinition { Kind = "valkey", Settings = settings });
        await _own.Entities.CreateAsync("thing", new { value = "0" }, "a");
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _writer.DisposeAsync();
        await _proxy.DisposeAsync();
        await using (var cache = new ValkeyProjectionFactory().Create(new ProjectionContext("default", _name, TimeProvider.System), Json.Of(new { url = _url })))
        {
            await cache.DropAsync(Fences.Newest, default);
        }

        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Reads_over_a_link_with_every_fault_in_turn_stay_right_and_the_cache_is_used_again()
    {
        await UsedAsync("begin");
        foreach (var fault in LinkFault.Every(LittlePasses))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{fault.Name} at {_clock.Elapsed.TotalSeconds:F1} s: {_written.Count} writes, {_proxy.Accepted} connections");
            var holding = fault.HoldAsync(_proxy, FaultScale.EngineLinkFault);
            do
            {
                await RoundAsync();
            }
            while (!holding.IsCompleted);
            await holding;
            await UsedAsync($"after {fault.Name}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"done at {_clock.Elapsed.TotalSeconds:F1} s");
    }

    private async Task RoundAsync()
    {
        var value = _written.Count + 1;
        var began = Stopwatch.GetTimestamp();
        var position = (await _own.Entities.ReplaceAsync("a", new { value = $"{value}" })).Position;
        var took = Stopwatch.GetElapsedTime(began);
        _slowestWrite = took > _slowestWrite ? took : _slowestWrite;
        _written.Add((_clock.Elapsed, value));
        var least = _written.FindLast(write => write.At < _clock.Elapsed - OldestRead).Value;
        Assert.Equal(value, ValueOf(await InTimeAsync(_own.Entities.GetAsync("a"))));
        Assert.Equal(value, ValueOf((await InTimeAsync(_own.Entities.GetManyAsync(["a"])))[0]));
        var found = await InTimeAsync(_own.QueryAsync(new Query { From = "thing", Where = Filter.Parse($$"""{"value": "{{value}}"}""") }));
        Assert.Equal("a", Assert.Single(found.Items).Entity.Id);
        Assert.Equal(value, ValueOf(await InTimeAsync(_other.AtLeast(position).Entities.GetAsync("a"))));
        Assert.InRange(ValueOf(await InTimeAsync(_other.Entities.GetAsync("a"))), least, value);
    }

    private async Task<T> InTimeAsync<T>(Task<T> read)
    {
        var clock = Stopwatch.StartNew();
        var answer = await read;
        Assert.True(clock.Elapsed < LongestRead + (4 * _slowestWrite), $"A read took {clock.Elapsed.TotalSeconds:F1} s, the slowest write {_slowestWrite.TotalSeconds:F1} s.");
        return answer;
    }

    // The other process puts into the server what it reads: it finds the cache good, and reaches it.
    private async Task UsedAsync(string id)
    {
        await _own.Entities.CreateAsync("mark", new { }, id);
        await using var client = new RespClient(new RespOptions { Endpoint = RespEndpoint.Parse(_url) });
        await Until.TrueAsync(
            async () =>
            {
                await InTimeAsync(_other.Entities.GetAsync(id));
                return (await client.SendAsync("KEYS", [$"3db:{{default:{_name}:*:e:{id}"], CancellationToken.None)).Items.Length > 0;
            },
            TimeSpan.FromSeconds(60));
    }

    private static int ValueOf(Entity? entity) => int.Parse(entity!.Data.GetProperty("value").GetString()!, CultureInfo.InvariantCulture);

    private Task<ThreeDbEngine> OpenAsync(bool runProjections) => ThreeDbEngine.OpenAsync(
        new ThreeDbOptions { ConnectionString = _database.ConnectionString, Migrate = false, MaxConnections = 10, RunProjections = runProjections }, connectors: [new ValkeyProjectionFactory()]);
}
