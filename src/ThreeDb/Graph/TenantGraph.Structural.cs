namespace ThreeDb;

/// <summary>Paths and what relations add up to.</summary>
internal sealed partial class TenantGraph
{
    public Task<GraphPaths> PathsAsync(string from, string to, PathOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<GraphNode>> CommonNeighborsAsync(string one, string other, Traversal? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Losses> LossesAsync(string id, LossOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<GraphCycles> CyclesAsync(CycleOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<GraphOrder> OrderAsync(GraphSelection? on = null, int limit = 1000, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
