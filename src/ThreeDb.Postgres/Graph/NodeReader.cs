namespace ThreeDb.Postgres;

/// <summary>Turns seqs into what people read.</summary>
internal sealed class NodeReader(GraphSnapshot graph, TypeSnapshot types)
{
    /// <summary>Reads nodes by seq: those that live.</summary>
    /// <param name="seqs">Entities.</param>
    /// <param name="depthOf">Steps from the start.</param>
    /// <param name="rules">The relations that count for the degree.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Dictionary<long, GraphNode>> ReadAsync(
        IReadOnlyList<long> seqs, Func<long, int> depthOf, RelationRules rules, CancellationToken cancellationToken)
    {
        var batch = graph.Batch();
        await using var ownBatch = batch.ConfigureAwait(false);
        var sql = new SqlBuilder();
        var (tenant, wanted, followed) = (sql.Int(graph.Tenant), sql.Longs([.. seqs]), rules.Condition(sql));
        batch.Add(sql.Append($"""
            select e.seq, e.id, e.type, e.data,
                (select count(*) from threedb.relation r where r.tenant_id = {tenant} and r.src = e.seq{followed})
                + (select count(*) from threedb.relation r where r.tenant_id = {tenant} and r.dst = e.seq and r.src <> e.seq{followed})
            from threedb.entity e where e.tenant_id = {tenant} and e.seq = any ({wanted}) and e.state = 1
            """));
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var nodes = new Dictionary<long, GraphNode>();
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            var (seq, type) = (reader.Get<long>(0), reader.Get<string>(2));
            var title = DocumentText.TitleOf(reader.Json(3), types.PlanOf(type));
            nodes.Add(seq, new GraphNode(reader.Get<string>(1), type, title.Length == 0 ? null : title, depthOf(seq), reader.Get<long>(4)));
        }

        return nodes;
    }

    /// <summary>Reads the relations among entities.</summary>
    public Task<List<(long Source, long Target, GraphEdge Edge)>> EdgesAsync(
        IReadOnlyDictionary<long, GraphNode> nodes, RelationRules rules, int limit, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder();
        var (tenant, seqs) = (sql.Int(graph.Tenant), sql.Longs([.. nodes.Keys]));
        return EdgesAsync(nodes, sql.Append($"""
            select r.src, r.type, r.dst, r.key, r.weight from threedb.relation r
            where r.tenant_id = {tenant} and r.src = any ({seqs}) and r.dst = any ({seqs}){rules.Condition(sql)}
            order by r.src, r.type, r.dst, r.key limit {sql.Int(limit)}
            """), cancellationToken);
    }

    /// <summary>Reads all relations between one of some entities and the others, both ways.</summary>
    public Task<List<(long Source, long Target, GraphEdge Edge)>> EdgesOfAsync(
        long seq, IReadOnlyDictionary<long, GraphNode> nodes, RelationRules rules, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder();
        var (tenant, one, others, followed) = (sql.Int(graph.Tenant), sql.Long(seq), sql.Longs([.. nodes.Keys]), rules.Condition(sql));
        return EdgesAsync(nodes, sql.Append($"""
            select r.src, r.type, r.dst, r.key, r.weight from threedb.relation r where r.tenant_id = {tenant} and r.src = {one} and r.dst = any ({others}){followed}
            union all
            select r.src, r.type, r.dst, r.key, r.weight from threedb.relation r where r.tenant_id = {tenant} and r.dst = {one} and r.src <> {one} and r.src = any ({others}){followed}
            order by 1, 2, 3, 4
            """), cancellationToken);
    }

    private async Task<List<(long Source, long Target, GraphEdge Edge)>> EdgesAsync(IReadOnlyDictionary<long, GraphNode> nodes, SqlBuilder sql, CancellationToken cancellationToken)
    {
        var batch = graph.Batch();
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(sql);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var edges = new List<(long, long, GraphEdge)>();
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            var (source, target) = (reader.Get<long>(0), reader.Get<long>(2));
            edges.Add((source, target, new GraphEdge(nodes[source].Id, reader.Get<string>(1), nodes[target].Id, reader.Get<string>(3), reader.Get<double>(4))));
        }

        return edges;
    }
}
