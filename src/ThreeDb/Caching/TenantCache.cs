using System.Text.Json;
using ThreeDb.Caching;
using ThreeDb.Changes;
using ThreeDb.Postgres;
using ThreeDb.Projections;
using ThreeDb.Sync;

namespace ThreeDb;

/// <summary>The cache that a tenant has declared, as long as its projection keeps it right.</summary>
/// <remarks>
/// Looked at every two seconds, beside the reads. It is used while the projection has applied everything that is older than five seconds, whatever the reason
/// may be that it has not: a leader that hangs is like one that is gone. A projection with rules that leave something out keeps no cache right.
/// </remarks>
internal sealed class TenantCache(
    int tenantId, string tenant, ISyncStore store, IReadOnlyDictionary<string, IReadCacheFactory> factories, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(5);
    private static readonly JsonElement NoSettings = JsonElement.Parse("{}");

    private readonly Lock _lock = new();
    private readonly CacheMetrics _metrics = new(tenant);
    private Task _look = Task.CompletedTask;
    private CacheUse? _opened;
    private (string Name, long Settings) _openedFor;
    private LogPoint _written;
    private long _lookedAt;
    private long _goodAt;
    private bool _looked;
    private bool _good;
    private bool _closed;

    /// <summary>Counts reads; null where no cache is declared, as far as is known.</summary>
    public CacheMetrics? Metrics => Volatile.Read(ref _opened) is null ? null : _metrics;

    /// <summary>The cache, when it may be used now.</summary>
    public CacheUse? Current
    {
        get
        {
            lock (_lock)
            {
                if (!_closed && _look.IsCompleted && (!_looked || time.GetElapsedTime(_lookedAt) > LookEvery))
                {
                    (_looked, _lookedAt) = (true, time.GetTimestamp());
                    _look = Task.Run(LookAsync);
                }

                return _good && time.GetElapsedTime(_goodAt) < LongestLag ? _opened : null;
            }
        }
    }

    /// <summary>This process has written.</summary>
    public void Written(WrittenRows rows)
    {
        CacheUse? use;
        lock (_lock)
        {
            if (rows.Point is { } point && point > _written)
            {
                _written = point;
            }

            // A bulk load touches too much to name it: until the cache has passed it, nothing is answered from there.
            if (rows is { Mutations: null, Results: null } && _opened is not null)
            {
                _opened = _opened with { Floor = _written };
            }

            use = _opened;
        }

        use?.Cache.Written(WrittenTags.Of(rows), rows.Point ?? LogPoint.Start);
    }

    public async ValueTask DisposeAsync()
    {
        Task look;
        lock (_lock)
        {
            _closed = true;
            look = _look;
        }

        await look.ConfigureAwait(false);
        await ReplaceAsync(null, default).ConfigureAwait(false);
    }

    private async Task LookAsync()
    {
        var (good, began) = (false, time.GetTimestamp());
        try
        {
            var records = await store.ListAsync(tenantId, default).ConfigureAwait(false);
            if (records.FirstOrDefault(IsCache) is not { } record)
            {
                await ReplaceAsync(null, default).ConfigureAwait(false);
            }
            else
            {
                good = await IsRightAsync(await OpenAsync(record).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is ThreeDbException or ObjectDisposedException)
        {
            // Without PostgreSQL nobody knows whether the cache is right.
            good = false;
        }

        lock (_lock)
        {
            (_good, _goodAt) = (good, began);
        }
    }

    private bool IsCache(ProjectionRecord record) =>
        factories.ContainsKey(record.Definition.Kind) && !record.Dropping && record.Definition.Rules is null or { Types: null, Relations: null };

    private async Task<IReadCache> OpenAsync(ProjectionRecord record)
    {
        if (_opened is { } opened && _openedFor == (record.Name, record.SettingsVersion))
        {
            return opened.Cache;
        }

        var cache = factories[record.Definition.Kind].Open(new ProjectionContext(tenant, record.Name, time) { Database = store.Database }, record.Definition.Settings ?? NoSettings);
        await ReplaceAsync(cache, (record.Name, record.SettingsVersion)).ConfigureAwait(false);
        return cache;
    }

    private async Task<bool> IsRightAsync(IReadCache cache)
    {
        if (await cache.AppliedAsync(default).ConfigureAwait(false) is not { } applied)
        {
            return false;
        }

        var source = await store.SourceAsync(tenantId, default).ConfigureAwait(false);
        var frontier = await source.FrontierAsync(applied, default).ConfigureAwait(false);
        return frontier.Blocker is null && (frontier.OldestPendingAt is not { } oldest || time.GetUtcNow() - oldest < LongestLag);
    }

    // What this process wrote before the cache was opened is unknown to it by name.
    private async Task ReplaceAsync(IReadCache? cache, (string, long) openedFor)
    {
        CacheUse? last;
        lock (_lock)
        {
            last = _opened;
            _opened = cache is null ? null : new CacheUse(cache, _written);
            _openedFor = openedFor;
            _good = false;
        }

        if (last is not null)
        {
            await last.Cache.DisposeAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>A cache that may be used.</summary>
/// <param name="Cache">The cache.</param>
/// <param name="Floor">What it must have applied before it answers.</param>
internal sealed record CacheUse(IReadCache Cache, LogPoint Floor);
