using System.Collections.Concurrent;
using ThreeDb.Caching;
using ThreeDb.Sync;

namespace ThreeDb;

/// <summary>The caches of all tenants in this process.</summary>
/// <param name="store">Where projections are declared.</param>
/// <param name="factories">What caches can be made of.</param>
/// <param name="time">The clock.</param>
internal sealed class CacheHost(ISyncStore store, IEnumerable<IReadCacheFactory> factories, TimeProvider time) : IAsyncDisposable
{
    private readonly Dictionary<string, IReadCacheFactory> _factories = factories.ToDictionary(factory => factory.Kind, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, TenantCache> _tenants = new();

    /// <summary>The cache of a tenant; null when this process has no connector for any.</summary>
    public TenantCache? For(int tenantId, string tenant) =>
        _factories.Count == 0 ? null : _tenants.GetOrAdd(tenantId, id => new TenantCache(id, tenant, store, _factories, time));

    public async ValueTask DisposeAsync()
    {
        foreach (var tenant in _tenants.Values)
        {
            await tenant.DisposeAsync().ConfigureAwait(false);
        }
    }
}
