namespace ThreeDb.Client;

/// <summary>Traversal over HTTP.</summary>
internal sealed class GraphClient(Wire wire) : IGraph
{
    public async Task<IReadOnlyList<Neighbor>> NeighborsAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default) =>
        (await wire.GetAsync<NeighborsAnswer>(Wire.Entity(id, "/neighbors" + Query(options, depth: false)), cancellationToken).ConfigureAwait(false)).Items;

    public Task<Network> NetworkAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<Network>(Wire.Entity(id, "/network" + Query(options)), cancellationToken);

    public async Task<GraphPath?> ShortestPathAsync(string from, string to, Traversal? options = null, CancellationToken cancellationToken = default)
    {
        var query = Query(options, limit: false);
        return (await wire.GetAsync<PathAnswer>($"/v1/path?from={Wire.Escape(from)}&to={Wire.Escape(to)}{query.Replace('?', '&')}", cancellationToken).ConfigureAwait(false)).Path;
    }

    public Task<Impact> ImpactAsync(string id, Traversal? options = null, CancellationToken cancellationToken = default) =>
        wire.GetAsync<Impact>(Wire.Entity(id, "/impact" + Query(options)), cancellationToken);

    private static string Query(Traversal? options, bool depth = true, bool limit = true) => options is null ? "" : Wire.Query(
        ("direction", options.Direction is { } direction ? StrictObject.WordOf(direction) : null),
        ("via", options.Via),
        ("depth", depth ? options.Depth : null),
        ("limit", limit ? options.Limit : null));

    private sealed record NeighborsAnswer(IReadOnlyList<Neighbor> Items);

    private sealed record PathAnswer(GraphPath? Path);
}
