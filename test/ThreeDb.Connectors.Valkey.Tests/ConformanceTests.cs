using ThreeDb.Caching;
using ThreeDb.Changes;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Valkey.Tests;

public sealed class ConformanceTests : ProjectionConformance
{
    private static readonly ValkeyProjectionFactory Factory = new();

    private string _url = "";

    protected override bool IsPartial => true;

    protected override bool SeparatesDatabases => true;

    // They tell what is stale; the cache holds none.
    protected override bool HasRelations => false;

    private CacheKeys Keys => new(Context);

    public override async ValueTask InitializeAsync()
    {
        _url = (await EngineServer.SharedAsync(ValkeyEngine.Instance)).Url;
        await base.InitializeAsync();
    }

    protected override Task<IProjection> CreateAsync(ProjectionContext context) => Task.FromResult(Factory.Create(context, Json.Of($$"""{"url": "{{_url}}", "patience": 30, "commandTimeout": 60}""")));

    protected override async Task TamperAsync(RowKey key)
    {
        await using var client = Client();
        await client.SendAsync("APPEND", [Keys.Entity($"e{key.Seq}"), " "], default);
    }

    protected override async Task RemoveAsync(RowKey key)
    {
        await using var client = Client();
        await client.SendAsync("DEL", [Keys.Entity($"e{key.Seq}")], default);
    }

    protected override async Task PlantAsync(RowKey key)
    {
        var rows = new ExpectedRows();
        rows.Apply(new ProjectionBatch(new Fence(1, 1), [Rows.Entity(key.Seq)], []));
        await WarmAsync(Projection, rows);
    }

    protected override async Task<bool> IsGoneAsync(ProjectionContext context)
    {
        await using var client = Client();
        return (await client.SendAsync("KEYS", [new CacheKeys(context).Prefix + "*"], default)).Items.Length == 0;
    }

    // As readers do it, but only what is not held: a reader repairs what is damaged before it could be compared.
    protected override async Task WarmAsync(IProjection projection, ExpectedRows rows)
    {
        var context = ((ValkeyProjection)projection).Context;
        await using var cache = (ValkeyReadCache)Factory.Open(context, Json.Of($$"""{"url": "{{_url}}", "patience": 30, "commandTimeout": 60}"""));
        var held = await projection.ReadAsync(relations: false, Everything, default).Select(row => row.Key.Seq).ToHashSetAsync();
        var entities = rows.Entities.Where(row => !held.Contains(row.Seq)).Select(row => new CachedEntity(row.Seq, new Entity
        {
            Id = row.Id,
            Type = row.Type,
            Project = row.Project,
            Version = row.Version,
            Data = Json.Of($$"""{"fields": {{row.Fields.Count}}}"""),
            CreatedAt = DateTimeOffset.UnixEpoch,
            CreatedBy = "test",
            UpdatedAt = DateTimeOffset.UnixEpoch,
            UpdatedBy = "test",
        })).ToDictionary(entity => entity.Entity.Id);
        await cache.EntitiesAsync([.. entities.Keys], LogPoint.Start, (ids, _) => Task.FromResult<IReadOnlyList<CachedEntity>>([.. ids.Select(id => entities[id])]), default);
        await cache.IdleAsync();
    }

    private RespClient Client() => new(new RespOptions { Endpoint = RespEndpoint.Parse(_url) });
}
