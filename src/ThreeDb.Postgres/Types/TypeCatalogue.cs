using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>What this process knows about the types of its tenants. A writer with outdated knowledge is stopped by the database and asks for a refresh.</summary>
internal sealed class TypeCatalogue(StoreConnections connections, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<int, Entry> _known = new();

    /// <summary>The types as known, at most two seconds old.</summary>
    public ValueTask<TypeSnapshot> GetAsync(int tenant, CancellationToken cancellationToken) =>
        _known.TryGetValue(tenant, out var entry) && time.GetElapsedTime(entry.ReadAt) < Fresh
            ? new(entry.Types)
            : new(RefreshAsync(tenant, cancellationToken));

    /// <summary>Reads the types anew.</summary>
    public async Task<TypeSnapshot> RefreshAsync(int tenant, CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        var before = _known.GetValueOrDefault(tenant)?.Types;
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("select types_generation from threedb.tenant where tenant_id = $1").Int(tenant);
        batch.Add("select name, definition from threedb.entity_type where tenant_id = $1 and definition is not null").Int(tenant);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new ThreeDbException(ErrorCodes.TenantNotFound, "The tenant was deleted.");
        }

        var generation = reader.Get<long>(0);
        if (before is not null && before.Generation == generation)
        {
            _known[tenant] = new Entry(before, readAt);
            return before;
        }

        var plans = new Dictionary<string, TypePlan>(StringComparer.Ordinal);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            var name = reader.Get<string>(0);
            plans.Add(name, TypePlanner.PlanStored(name, reader.Json(1).Deserialize<EntityTypeDefinition>(ThreeDbJson.Options)!));
        }

        var types = new TypeSnapshot(generation, plans.ToFrozenDictionary(StringComparer.Ordinal));
        _known[tenant] = new Entry(types, readAt);
        return types;
    }

    private sealed record Entry(TypeSnapshot Types, long ReadAt);
}
