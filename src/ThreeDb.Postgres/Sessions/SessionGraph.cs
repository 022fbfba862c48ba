namespace ThreeDb.Postgres;

internal sealed class SessionGraph(StoreParts parts, int tenant) : IGraph
{
    public Task<IReadOnlyList<Neighbor>> NeighborsAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default) =>
        parts.Graph.NeighborsAsync(tenant, id, options ?? new(), cancellationToken);

    public Task<Network> NetworkAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default) =>
        parts.Graph.NetworkAsync(tenant, id, options ?? new(), cancellationToken);

    public Task<GraphPath?> ShortestPathAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default) =>
        parts.Graph.ShortestPathAsync(tenant, from, to, options ?? new(), cancellationToken);

    public Task<Impact> ImpactAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default) =>
        parts.Graph.ImpactAsync(tenant, id, options ?? new(), cancellationToken);
}
