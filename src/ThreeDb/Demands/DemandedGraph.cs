namespace ThreeDb;

/// <summary>The graph as of a position or later.</summary>
internal sealed class DemandedGraph(IGraph graph, PositionDemand demand) : IGraph
{
    public async Task<IReadOnlyList<Neighbor>> NeighborsAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await graph.NeighborsAsync(id, options, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Network> NetworkAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await graph.NetworkAsync(id, options, cancellationToken).ConfigureAwait(false);
    }

    public async Task<GraphPath?> ShortestPathAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await graph.ShortestPathAsync(from, to, options, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Impact> ImpactAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        await demand.MeetAsync(cancellationToken).ConfigureAwait(false);
        return await graph.ImpactAsync(id, options, cancellationToken).ConfigureAwait(false);
    }
}
