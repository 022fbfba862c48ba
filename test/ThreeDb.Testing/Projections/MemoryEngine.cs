using System.Collections.Concurrent;
using System.Text.Json;
using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>An engine in memory, with copies by tenant and name; it outlives the projections into it.</summary>
public sealed class MemoryEngine
{
    private readonly ConcurrentDictionary<(string Tenant, string Name, bool Copy), MemoryPlace> _places = new();

    /// <summary>A copy, which is empty before its first batch.</summary>
    public MemoryPlace Place(string tenant, string name) => Place(tenant, name, TimeProvider.System);

    internal MemoryPlace Place(string tenant, string name, TimeProvider time) =>
        _places.GetOrAdd((MemoryDefect.Is(MemoryDefect.TenantsMixed) ? "" : tenant, name, false), _ => new MemoryPlace(new MemoryFaults(time)));

    /// <summary>The second copy, which is built beside the first.</summary>
    internal MemoryPlace Copy(string tenant, string name, MemoryFaults faults) => _places.GetOrAdd((tenant, name, true), _ => new MemoryPlace(faults));
}

/// <summary>Makes projections into an engine in memory: of the kind <c>memory</c>, or <c>memory-swappable</c>. Both take queries.</summary>
public sealed class MemoryProjectionFactory(MemoryEngine engine, bool swappable = false) : IProjectionFactory
{
    /// <inheritdoc />
    public string Kind => swappable ? "memory-swappable" : "memory";

    /// <inheritdoc />
    public IReadOnlyList<FieldError> Check(JsonElement settings) =>
        settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("wrong", out _) ? [new FieldError("/wrong", "'wrong' is no setting.")] : [];

    /// <inheritdoc />
    public IProjection Create(ProjectionContext context, JsonElement settings) =>
        swappable ? new SwappableMemoryProjection(engine, context) : new MemoryProjection(engine, context);
}
