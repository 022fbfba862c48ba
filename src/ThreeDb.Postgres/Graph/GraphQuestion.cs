using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>A question about the graph, on one snapshot.</summary>
internal sealed class GraphQuestion(GraphSnapshot graph, TypeSnapshot types)
{
    private readonly NodeReader _reader = new(graph, types);

    public GraphSnapshot Graph { get; } = graph;

    public Walk Walk(Direction direction, RelationRules rules, int maxVisited, int maxPerStep = int.MaxValue) => new(Graph, direction, rules, maxVisited, maxPerStep);

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

    /// <summary>The seqs of entities, in the order of their ids.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2001</c>.</exception>
    public async Task<IReadOnlyList<long>> SeqsOfAsync(string[] ids, CancellationToken cancellationToken)
    {
        var batch = Graph.Batch();
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("select id, seq from threedb.entity where tenant_id = $1 and id = any ($2) and state = 1").Int(Graph.Tenant).Array(ids, NpgsqlDbType.Text);
        var found = await batch.RowsAsync(reader => KeyValuePair.Create(reader.Get<string>(0), reader.Get<long>(1)), cancellationToken).ConfigureAwait(false);
        var seqs = new Dictionary<string, long>(found, StringComparer.Ordinal);
        return [.. ids.Select(id => seqs.TryGetValue(id, out var seq) ? seq : throw SessionGraph.NotFound(id))];
    }

    public Task<Dictionary<long, GraphNode>> NodesAsync(
        IReadOnlyList<long> seqs, Func<long, int> depthOf, RelationRules rules, CancellationToken cancellationToken) =>
        _reader.ReadAsync([.. seqs.Distinct()], depthOf, rules, cancellationToken);

    public Task<List<(long Source, long Target, GraphEdge Edge)>> EdgesAsync(
        IReadOnlyDictionary<long, GraphNode> nodes, RelationRules rules, int limit, CancellationToken cancellationToken) =>
        _reader.EdgesAsync(nodes, rules, limit, cancellationToken);

    /// <summary>All relations between one of the nodes and the others, both ways.</summary>
    public Task<List<(long Source, long Target, GraphEdge Edge)>> EdgesOfAsync(
        long seq, IReadOnlyDictionary<long, GraphNode> nodes, RelationRules rules, CancellationToken cancellationToken) =>
        _reader.EdgesOfAsync(seq, nodes, rules, cancellationToken);

    /// <summary>The entities with the most relations, as many as the limit allows.</summary>
    public async Task<List<long>> MostConnectedAsync(IReadOnlyList<long> seqs, Traversal options, CancellationToken cancellationToken)
    {
        if (seqs.Count == 0 || options.Limit == 0)
        {
            return [];
        }

        var batch = Graph.Batch();
        await using var ownBatch = batch.ConfigureAwait(false);
        var sql = new SqlBuilder();
        var (tenant, wanted, followed) = (sql.Int(Graph.Tenant), sql.Longs([.. seqs]), RelationRules.Of(options).Condition(sql));
        batch.Add(sql.Append($"""
            select u.seq from unnest({wanted}) u(seq)
            order by (select count(*) from threedb.relation r where r.tenant_id = {tenant} and r.src = u.seq{followed})
                + (select count(*) from threedb.relation r where r.tenant_id = {tenant} and r.dst = u.seq and r.src <> u.seq{followed}) desc, u.seq
            limit {sql.Int(options.Limit)}
            """));
        return await batch.RowsAsync(reader => reader.Get<long>(0), cancellationToken).ConfigureAwait(false);
    }
}
