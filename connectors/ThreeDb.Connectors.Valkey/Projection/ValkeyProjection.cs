using System.Runtime.CompilerServices;
using ThreeDb.Caching;
using ThreeDb.Changes;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Valkey;

/// <summary>Keeps a cache right: what changes is taken out of it, and what depends on it is used no more. It never puts anything in; readers do (<see cref="ValkeyReadCache"/>).</summary>
internal sealed class ValkeyProjection : IProjection
{
    private const int PageSize = 500;

    private readonly CacheKeys _keys;
    private readonly RespClient _client;
    private readonly string _candidate = Guid.NewGuid().ToString("N");
    private Fence? _last;

    public ValkeyProjection(ProjectionContext context, ValkeySettings settings)
    {
        Context = context;
        _keys = new CacheKeys(context);
        _client = new RespClient(settings.Server with { Greeting = CacheGreeting.Of(_keys, _candidate) }, context.Time);
    }

    /// <summary>Whose projection it is.</summary>
    public ProjectionContext Context { get; }

    /// <summary>Data are not needed to take them out.</summary>
    public SourceNeeds Needs { get; } = new(Data: false);

    public int MaxBatch => 1000;

    /// <summary>A cache holds what was read.</summary>
    public bool IsPartial => true;

    public async Task PrepareAsync(Fence fence, CancellationToken cancellationToken)
    {
        var taken = await Scripts.Prepare.RunAsync(_client, [_keys.State], [fence.Epoch, fence.Number, _candidate, _keys.Channel], null, cancellationToken).ConfigureAwait(false);
        Require(taken, fence);
    }

    public async Task ApplyAsync(ProjectionBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var tags = batch.Entities.SelectMany(entity => CacheTag.OfEntity(entity.Id, entity.IsLive ? entity.Type : null))
            .Concat(batch.Relations.SelectMany(relation => CacheTag.OfRelation(relation.RowKey.Type!)));
        var buckets = Buckets.Of(tags);
        var fence = PlantedFault.Is(PlantedFault.CacheFenceSkipped) ? new Fence(int.MaxValue, Context.Time.GetTimestamp()) : batch.Fence;
        var named = batch.Entities.Where(entity => entity.Id.Length > 0).ToList();
        var nameless = batch.Entities.Where(entity => entity.Id.Length == 0).ToList();
        List<RespArgument> arguments =
        [
            fence.Epoch, fence.Number, _last is { } e ? e.Epoch : "", _last is { } n ? n.Number : "",
            _candidate, _keys.Channel,
            (long)buckets.Length, (long)named.Count, (long)nameless.Count,
            .. buckets.Select(bucket => (RespArgument)(long)bucket),
            .. named.Select(entity => (RespArgument)IndexMember.Of(entity.Id)),
            .. nameless.Select(entity => (RespArgument)entity.Seq),
        ];
        var taken = await Scripts.Apply.RunAsync(_client, [_keys.State, _keys.Index, .. named.Select(entity => _keys.Entity(entity.Id))], arguments, null, cancellationToken).ConfigureAwait(false);
        Require(taken, batch.Fence);
    }

    public Task ReachedAsync(LogPoint point, CancellationToken cancellationToken) => _last is not { } fence
        ? Task.CompletedTask
        : Scripts.Reached.RunAsync(_client, [_keys.State], [fence.Epoch, AppliedPoint.Format(point)], null, cancellationToken);

    public async IAsyncEnumerable<HeldRow> ReadAsync(bool relations, SeqRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var (from, more) = (range.From, !relations); more;)
        {
            var answer = await _client.SendAsync("ZRANGEBYSCORE", [_keys.Index, from, $"({range.To}", "WITHSCORES", "LIMIT", 0L, (long)PageSize], cancellationToken).ConfigureAwait(false);
            var page = IndexMember.Read(answer);
            foreach (var held in await HeldAsync(page, cancellationToken).ConfigureAwait(false))
            {
                yield return held;
            }

            // A seq has one id, so a page never ends within one.
            more = page.Count == PageSize;
            from = more ? page[^1].Seq + 1 : from;
        }
    }

    public ulong HashOf(ProjectedEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return EntityHash.Of(entity.Id, entity.Type, entity.Project, entity.Version);
    }

    /// <summary>A cache holds no relations.</summary>
    public ulong HashOf(ProjectedRelation relation) => 0;

    public async Task DropAsync(Fence fence, CancellationToken cancellationToken)
    {
        // The state first: without an epoch nothing is used and nothing is put in any more. What follows meets the fence of a leader that has come since.
        await TakeAwayAsync(fence, [_keys.State], cancellationToken).ConfigureAwait(false);
        var cursor = "0";
        do
        {
            var answer = await _client.SendAsync("SCAN", [cursor, "MATCH", _keys.Prefix + "*", "COUNT", 1000L], cancellationToken).ConfigureAwait(false);
            cursor = answer.AsItems()[0].AsText()!;
            string[] found = [.. answer.AsItems()[1].AsItems().ToArray().Select(item => item.AsText()!)];
            if (found.Length > 0)
            {
                await TakeAwayAsync(fence, found, cancellationToken).ConfigureAwait(false);
            }
        }
        while (cursor != "0");
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task<IReadOnlyList<HeldRow>> HeldAsync(List<IndexMember> page, CancellationToken cancellationToken)
    {
        if (page.Count == 0)
        {
            return [];
        }

        int[] buckets = [.. page.Select(member => member.Bucket).Distinct().Order()];
        var reading = _client.SendAsync("MGET", [.. page.Select(member => (RespArgument)_keys.Entity(member.Id))], cancellationToken);
        var state = await _client.SendAsync("HMGET", CacheToken.Fields(_keys, buckets), cancellationToken).ConfigureAwait(false);
        var values = (await reading.ConfigureAwait(false)).AsItems().ToArray();
        var token = CacheToken.Read(state, buckets);
        var rows = new List<HeldRow>();
        for (var i = 0; i < page.Count; i++)
        {
            if (values[i].IsNull)
            {
                await Scripts.Forget.RunAsync(_client, [_keys.State, _keys.Index, _keys.Entity(page[i].Id)], [page[i].Text], null, cancellationToken).ConfigureAwait(false);
            }
            else if (HeldEntity.Hash(values[i].AsBytes(), page[i], token) is { } hash)
            {
                rows.Add(new HeldRow(RowKey.Entity(page[i].Seq), hash));
            }
        }

        return rows;
    }

    private async Task TakeAwayAsync(Fence fence, string[] keys, CancellationToken cancellationToken) => Compared(
        await Scripts.Drop.RunAsync(_client, [_keys.State, .. keys], [fence.Epoch, fence.Number, _keys.Channel], null, cancellationToken).ConfigureAwait(false), fence);

    private void Require(RespValue taken, Fence fence)
    {
        Compared(taken, fence);
        _last = fence;
    }

    private static void Compared(RespValue taken, Fence fence)
    {
        if (taken.AsInt64() == 0)
        {
            throw new ProjectionFencedException($"The cache has seen a newer fence than {fence.Epoch}.{fence.Number}.");
        }
    }
}
