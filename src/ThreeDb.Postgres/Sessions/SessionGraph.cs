namespace ThreeDb.Postgres;

/// <summary>The graph of one tenant by SQL, and what the graph in memory does not have: titles, and filters on data.</summary>
public sealed class SessionGraph
{
    private readonly StoreParts _parts;
    private readonly int _tenant;

    internal SessionGraph(StoreParts parts, int tenant)
    {
        _parts = parts;
        _tenant = tenant;
    }

    /// <inheritdoc cref="IGraph.NeighborsAsync" />
    public Task<Neighbors> NeighborsAsync(string id, Traversal options, CancellationToken cancellationToken) =>
        _parts.Graph.NeighborsAsync(_tenant, id, options, cancellationToken);

    /// <inheritdoc cref="IGraph.NetworkAsync" />
    public Task<Network> NetworkAsync(string id, Traversal options, CancellationToken cancellationToken) =>
        _parts.Graph.NetworkAsync(_tenant, id, options, cancellationToken);

    /// <inheritdoc cref="IGraph.ShortestPathAsync" />
    public Task<GraphPath?> ShortestPathAsync(string from, string to, Traversal options, CancellationToken cancellationToken) =>
        _parts.Graph.ShortestPathAsync(_tenant, from, to, options, cancellationToken);

    /// <inheritdoc cref="IGraph.ReachableAsync" />
    public Task<Reachability> ReachableAsync(string from, string to, Traversal options, CancellationToken cancellationToken) =>
        _parts.Graph.ReachableAsync(_tenant, from, to, options, cancellationToken);

    /// <inheritdoc cref="IGraph.ImpactAsync" />
    public Task<Impact> ImpactAsync(string id, Traversal options, CancellationToken cancellationToken) =>
        _parts.Graph.ImpactAsync(_tenant, id, options, cancellationToken);

    /// <inheritdoc cref="IGraph.AmongAsync" />
    public Task<Network> AmongAsync(IReadOnlyList<string> ids, Traversal options, CancellationToken cancellationToken) =>
        _parts.Graph.AmongAsync(_tenant, ids, options, cancellationToken);

    /// <summary>Those of some relation types that no relation has, and the types that there are.</summary>
    /// <returns>Null when all are known, or when there are too many relations to look at.</returns>
    public Task<(IReadOnlyList<string> Unknown, IReadOnlyList<string> Known)?> UnknownTypesAsync(IReadOnlyList<string> types, CancellationToken cancellationToken) =>
        _parts.RelationNames.UnknownAsync(_tenant, types, cancellationToken);

    /// <summary>The seqs within reach, by the number of steps; the first are one step away.</summary>
    public Task<(IReadOnlyList<IReadOnlyList<long>> ByDepth, bool Truncated)> ReachAsync(string id, ReachOptions options, CancellationToken cancellationToken) =>
        _parts.Graph.ReachAsync(_tenant, id, options, cancellationToken);

    /// <summary>Nodes by seq, with the degrees that relations of some types, at some time, give them.</summary>
    public Task<IReadOnlyDictionary<long, GraphNode>> NodesAsync(IReadOnlyList<long> seqs, IReadOnlyList<string> via, DateTimeOffset? at, CancellationToken cancellationToken) =>
        _parts.Graph.NodesAsync(_tenant, seqs, new RelationRules(via, at), cancellationToken);

    /// <summary>What people read of entities: those that live, by seq.</summary>
    public Task<IReadOnlyDictionary<long, NamedEntity>> NamesAsync(IReadOnlyList<long> seqs, CancellationToken cancellationToken) =>
        _parts.Names.ReadAsync(_tenant, seqs, cancellationToken);

    /// <summary>Those of some entities that are of one of some types and that a filter matches, in one batch.</summary>
    /// <param name="seqs">The entities.</param>
    /// <param name="types">The types; all when empty.</param>
    /// <param name="where">The filter; null for none.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<IReadOnlySet<long>> MatchAsync(IReadOnlyList<long> seqs, IReadOnlyList<string> types, Filter? where, CancellationToken cancellationToken) =>
        _parts.Names.MatchAsync(_tenant, seqs, types, where, cancellationToken);

    /// <summary>Checks how to walk.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, <c>TDB1009</c>.</exception>
    public static void Check(Traversal options) => TraversalRules.Check(options);

    /// <summary>Checks among which entities to look.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, <c>TDB1008</c>, <c>TDB1009</c>.</exception>
    public static void Check(IReadOnlyList<string> ids, Traversal options) => TraversalRules.Check(ids, options);

    /// <summary>Checks how far to look.</summary>
    /// <exception cref="ThreeDbException"><c>TDB1017</c>, <c>TDB1009</c>.</exception>
    public static void Check(ReachOptions options) => TraversalRules.Check(options);

    /// <summary>The entity of an id is not there.</summary>
    public static ThreeDbException NotFound(string id) => new(ErrorCodes.EntityNotFound, $"There is no entity '{id}'.");
}
