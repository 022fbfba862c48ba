using System.Text.Json;
using ThreeDb.Caching;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Valkey;

/// <summary>Makes caches in Valkey or Redis (6.2 or newer), and the projections that keep them right.</summary>
public sealed class ValkeyProjectionFactory : IProjectionFactory, IReadCacheFactory
{
    /// <inheritdoc cref="IProjectionFactory.Kind" />
    public string Kind => "valkey";

    /// <inheritdoc />
    public IReadOnlyList<FieldError> Check(JsonElement settings) => ValkeySettings.Check(settings);

    /// <inheritdoc />
    public IProjection Create(ProjectionContext context, JsonElement settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ValkeyProjection(context, ValkeySettings.Read(settings));
    }

    /// <inheritdoc />
    public CopyPlace PlaceOf(ProjectionContext context, JsonElement settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (prefix, address) = (new CacheKeys(context).Prefix, RespSettings.Address(settings));
        return new CopyPlace($"the cache under '{prefix}' at {address}", $"redis-cli -u {address} --scan --pattern '{prefix}*' | xargs -d '\\n' redis-cli -u {address} UNLINK");
    }

    /// <inheritdoc />
    public IReadCache Open(ProjectionContext context, JsonElement settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new ValkeyReadCache(context, ValkeySettings.Read(settings));
    }
}
