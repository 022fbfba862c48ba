using System.Text.Json;
using ThreeDb.Caching;
using ThreeDb.Changes;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Valkey.Tests;

/// <summary>A source in memory, a projection of it, and as many caches as a test wants: each stands for a process.</summary>
internal sealed class Place : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _made = [];
    private readonly JsonElement _settings;
    private Fence _fence = new(1, 0);
    private ulong _transaction = 10;

    private Place(string url, string more)
    {
        _settings = Json.Of($$"""{"url": "{{url}}", "patience": 30, "commandTimeout": 60{{more}}}""");
        Context = new ProjectionContext($"cache-{Guid.NewGuid():N}", "cache", TimeProvider.System);
        Keys = new CacheKeys(Context);
        Client = Add(new RespClient(RespSettings.Read(Json.Of($$"""{"url": "{{url}}"}"""))));
        Projection = Add(new ValkeyProjection(Context, ValkeySettings.Read(_settings)));
    }

    public static LogPoint Anything => LogPoint.Start;

    public ProjectionContext Context { get; }

    public CacheKeys Keys { get; }

    /// <summary>A look behind the scenes.</summary>
    public RespClient Client { get; }

    public ValkeyProjection Projection { get; }

    /// <summary>What the source holds.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, Entity> Source { get; } = new();

    /// <summary>How often it was read.</summary>
    public int Reads { get; set; }

    /// <summary>Ends when it is read for the first time.</summary>
    public TaskCompletionSource WasRead { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<Place> OpenAsync(string? url = null, string more = "")
    {
        var place = new Place(url ?? (await EngineServer.SharedAsync(ValkeyEngine.Instance)).Url, more);
        await place.Projection.PrepareAsync(place.NextFence(), default);
        await place.Projection.ReachedAsync(new LogPoint(10, 0), default);
        return place;
    }

    public ValkeyReadCache Cache(Script? fill = null) => Add(new ValkeyReadCache(Context, ValkeySettings.Read(_settings), fill));

    /// <summary>A cache that reaches the server another way.</summary>
    public ValkeyReadCache Cache(string url, double patience) =>
        Add(new ValkeyReadCache(Context, ValkeySettings.Read(Json.Of(string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"url": "{{url}}", "patience": {{patience}}}""")))));

    public Fence NextFence() => _fence = _fence.Next();

    /// <summary>A write, which the projection does not know of yet.</summary>
    public LogPoint Write(string id, string value)
    {
        Source.AddOrUpdate(id, _ => Entity(id, value, 1), (_, old) => Entity(id, value, old.Version + 1));
        return new LogPoint(++_transaction, 1);
    }

    /// <summary>The projection takes it over.</summary>
    public async Task ApplyAsync(LogPoint point, params string[] ids)
    {
        await Projection.ApplyAsync(new ProjectionBatch(NextFence(), [.. ids.Select(Row)], []), default);
        await Projection.ReachedAsync(point, default);
    }

    public async Task<string?> ReadAsync(IReadCache cache, string id, LogPoint? atLeast = null, Task? delay = null) => (await cache.EntityAsync(
        id, atLeast ?? Anything,
        async _ =>
        {
            var read = Source.GetValueOrDefault(id);
            Count();
            await (delay ?? Task.CompletedTask);
            return read is null ? null : new CachedEntity(SeqOf(id), read);
        },
        default))?.Data.GetProperty("value").GetString();

    /// <summary>A query: all values of the source, in order of their ids.</summary>
    public async Task<string> QueryAsync(IReadCache cache, LogPoint? atLeast = null, Task? delay = null, params string[] tags)
    {
        var result = await cache.QueryAsync(
            "all", tags.Length > 0 ? tags : [CacheTag.AnyEntity], atLeast ?? Anything,
            async _ =>
            {
                QueryResult read = new([.. Source.OrderBy(pair => pair.Key).Select(pair => new Hit { Entity = pair.Value, Score = 1, Scores = new LegScores(1, null, null) })]);
                Count();
                await (delay ?? Task.CompletedTask);
                return read;
            },
            default);
        return string.Join(' ', result.Items.Select(hit => hit.Entity.Data.GetProperty("value").GetString()));
    }

    public static long SeqOf(string id) => id.Sum(letter => letter) + (1000 * id.Length);

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_made))
        {
            await one.DisposeAsync();
        }
    }

    private void Count()
    {
        lock (Source)
        {
            Reads++;
        }

        WasRead.TrySetResult();
    }

    private ProjectedEntity Row(string id) => Source.TryGetValue(id, out var entity)
        ? new ProjectedEntity { Seq = SeqOf(id), Id = id, IsLive = true, Type = entity.Type, Version = entity.Version }
        : new ProjectedEntity { Seq = SeqOf(id), Id = id, IsLive = false };

    private static Entity Entity(string id, string value, long version) => new()
    {
        Id = id,
        Type = "thing",
        Version = version,
        Data = Json.Of($$"""{"value": "{{value}}"}"""),
        CreatedAt = DateTimeOffset.UnixEpoch,
        CreatedBy = "test",
        UpdatedAt = DateTimeOffset.UnixEpoch,
        UpdatedBy = "test",
    };

    private T Add<T>(T one)
        where T : IAsyncDisposable
    {
        _made.Add(one);
        return one;
    }
}
