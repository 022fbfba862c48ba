using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>A question about the graph, on one snapshot.</summary>
internal sealed class GraphQuestion(GraphSnapshot graph, TypeSnapshot types)
{
    private readonly NodeReader _reader = new(graph, types);

    public GraphSnapshot Graph { get; } = graph;

    public Walk Walk(Direction direction, IReadOnlyList<string> via, int maxVisited) => new(Graph, direction, via, maxVisited);

    /// <exception cref="ThreeDbException"><c>TDB2001</c>.</exception>
    public async Task<long> SeqOfAsync(string id, CancellationToken cancellationToken)
    {
        Identifiers.CheckId(id, "/id");
        var batch = Graph.Batch();
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("select seq from threedb.entity where tenant_id = $1 and id = $2 and state = 1").Int(Graph.Tenant).Text(id);
        return await batch.RowsAsync(reader => reader.Get<long>(0), cancellationToken).ConfigureAwait(false) is [var seq]
            ? seq
            : throw new ThreeDbException(ErrorCodes.EntityNotFound, $"There is no entity '{id}'.");
    }

    public async Task<Dictionary<long, GraphNode>> NodesAsync(
        IReadOnlyList<long> seqs, Func<long, int> depthOf, IReadOnlyList<string> via, CancellationToken cancellationToken)
    {
        long[] distinct = [.. seqs.Distinct()];
        var nodes = await _reader.ReadAsync(distinct, depthOf, via, cancellationToken).ConfigureAwait(false);
        return distinct.Zip(nodes).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    public Task<List<(long Source, long Target, GraphEdge Edge)>> EdgesAsync(
        IReadOnlyDictionary<long, GraphNode> nodes, IReadOnlyList<string> via, int limit, CancellationToken cancellationToken) =>
        _reader.EdgesAsync(nodes, via, limit, cancellationToken);

    /// <summary>The entities with the most relations, as many as the limit allows.</summary>
    public async Task<List<long>> MostConnectedAsync(IReadOnlyList<long> seqs, Traversal options, CancellationToken cancellationToken)
    {
        if (seqs.Count == 0 || options.Limit == 0)
        {
            return [];
        }

        var batch = Graph.Batch();
        await using var ownBatch = batch.ConfigureAwait(false);
        var typed = options.Via.Count == 0 ? "" : " and r.type = any ($4)";
        var statement = batch.Add($"""
            select u.seq from unnest($2) u(seq)
            order by (select count(*) from threedb.relation r where r.tenant_id = $1 and r.src = u.seq{typed})
                + (select count(*) from threedb.relation r where r.tenant_id = $1 and r.dst = u.seq and r.src <> u.seq{typed}) desc, u.seq
            limit $3
            """).Int(Graph.Tenant).Array([.. seqs], NpgsqlDbType.Bigint).Int(options.Limit);
        if (options.Via.Count > 0)
        {
            statement.Array([.. options.Via], NpgsqlDbType.Text);
        }

        return await batch.RowsAsync(reader => reader.Get<long>(0), cancellationToken).ConfigureAwait(false);
    }
}
