using ThreeDb.Caching;
using ThreeDb.Changes;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Valkey;

/// <summary>Two levels: this process, then the server. See <see cref="IReadCache"/> for what it promises, and docs/guide/projection-valkey.md for how.</summary>
internal sealed class ValkeyReadCache : IReadCache
{
    private readonly CacheKeys _keys;
    private readonly LocalGenerations _generations = new();
    private readonly OwnWrites _writes = new();
    private readonly FirstLevel _first;
    private readonly SecondLevel _second;
    private readonly Flights _flights;
    private readonly CacheReader _reader;

    public ValkeyReadCache(ProjectionContext context, ValkeySettings settings, Script? fill = null)
    {
        _keys = new CacheKeys(context);
        _first = new FirstLevel(settings.FirstLevelBytes, settings.FirstLevelAge, _generations, context.Time);
        _second = new SecondLevel(_keys, settings, Hear, Listen, context.Time, fill ?? Scripts.Fill);
        _flights = new Flights(_generations);
        _reader = new CacheReader(_first, _second, _writes, context.Time);
    }

    /// <summary>The bytes that this process keeps.</summary>
    internal long FirstLevelBytes => _first.Bytes;

    public async Task<Entity?> EntityAsync(string id, LogPoint atLeast, Func<CancellationToken, Task<CachedEntity?>> source, CancellationToken cancellationToken) =>
        (Entity?)await ReadAsync(CacheSlot.Entity(_keys, id), atLeast, async token => Loaded(await source(token).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);

    public async Task<QueryResult> QueryAsync(
        string key, IReadOnlyCollection<string> tags, LogPoint atLeast, Func<CancellationToken, Task<QueryResult>> source, CancellationToken cancellationToken) =>
        (QueryResult)(await ReadAsync(
            CacheSlot.Query(_keys, key, tags), atLeast, async token => new Loaded(await source(token).ConfigureAwait(false), 0, true), cancellationToken).ConfigureAwait(false))!;

    public async Task<IReadOnlyList<Entity>> EntitiesAsync(
        IReadOnlyList<string> ids, LogPoint atLeast, Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<CachedEntity>>> source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        CacheSlot[] slots = [.. ids.Distinct(StringComparer.Ordinal).Select(id => CacheSlot.Entity(_keys, id))];
        var moments = slots.ToDictionary(slot => slot, slot => _generations.Now(slot.Buckets));
        var found = await _reader.ManyAsync(slots, moments, atLeast,
            async (missing, token) => (await source(missing, token).ConfigureAwait(false)).ToDictionary(read => read.Entity.Id, read => Loaded(read), StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        return [.. slots.Select(slot => (Entity?)found.GetValueOrDefault(slot.EntityId!)).OfType<Entity>()];
    }

    public void Written(IEnumerable<string> tags, LogPoint point)
    {
        foreach (var bucket in Buckets.Of(tags))
        {
            // First what must be seen, then that the old is gone: whoever sees the one sees the other.
            _writes.Add(bucket, point);
            _generations.Bump(bucket);
        }
    }

    public async ValueTask<LogPoint?> AppliedAsync(CancellationToken cancellationToken) => await _second.AppliedAsync(cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await _reader.IdleAsync().ConfigureAwait(false);
        await _second.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Waits until nothing is being put into the server any more.</summary>
    internal Task IdleAsync() => _reader.IdleAsync();

    private static Loaded Loaded(CachedEntity? read) => new(read?.Entity, read?.Seq ?? 0, read?.Keep ?? false);

    private async Task<object?> ReadAsync(CacheSlot slot, LogPoint atLeast, Func<CancellationToken, Task<Loaded>> source, CancellationToken cancellationToken)
    {
        var required = _writes.Required(slot.Buckets, atLeast);
        return _first.Find(slot.Entry, required)
            ?? await _flights.JoinAsync(slot.Entry, slot.Buckets, required, moment => _reader.OneAsync(slot, moment, required, source)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Listen(bool listening)
    {
        _writes.Restart();
        _generations.Listen(listening);
    }

    // A message: its kind, the channel, the buckets.
    private void Hear(RespValue push)
    {
        if (push.Items is not [var kind, _, var text] || kind.AsText() != "message")
        {
            return;
        }

        foreach (var bucket in (text.AsText() ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(bucket, out var number) && number is >= 0 and < Buckets.Count)
            {
                _generations.Bump(number);
            }
            else
            {
                _writes.Restart();
                _generations.BumpAll();
            }
        }
    }
}
