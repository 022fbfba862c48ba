using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Turns seqs into what people read.</summary>
internal sealed class NodeReader(GraphSnapshot graph, TypeSnapshot types)
{
    /// <summary>Reads nodes, in the order given.</summary>
    /// <param name="seqs">Live entities.</param>
    /// <param name="depthOf">Steps from the start.</param>
    /// <param name="via">The relation types that count for the degree; all when empty.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<List<GraphNode>> ReadAsync(
        IReadOnlyList<long> seqs, Func<long, int> depthOf, IReadOnlyList<string> via, CancellationToken cancellationToken)
    {
        var batch = graph.Batch();
        await using var ownBatch = batch.ConfigureAwait(false);
        var typed = via.Count == 0 ? "" : " and r.type = any ($3)";
        var statement = batch.Add($"""
            select e.seq, e.id, e.type, e.data,
                (select count(*) from threedb.relation r where r.tenant_id = $1 and r.src = e.seq{typed})
                + (select count(*) from threedb.relation r where r.tenant_id = $1 and r.dst = e.seq and r.src <> e.seq{typed})
            from threedb.entity e where e.tenant_id = $1 and e.seq = any ($2)
            """).Int(graph.Tenant).Array([.. seqs], NpgsqlDbType.Bigint);
        if (via.Count > 0)
        {
            statement.Array([.. via], NpgsqlDbType.Text);
        }

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

        return [.. seqs.Select(seq => nodes[seq])];
    }

    /// <summary>Reads the relations among entities.</summary>
    public async Task<List<(long Source, long Target, GraphEdge Edge)>> EdgesAsync(
        IReadOnlyDictionary<long, GraphNode> nodes, IReadOnlyList<string> via, int limit, CancellationToken cancellationToken)
    {
        var batch = graph.Batch();
        await using var ownBatch = batch.ConfigureAwait(false);
        long[] seqs = [.. nodes.Keys];
        var statement = batch.Add($"""
            select r.src, r.type, r.dst, r.key from threedb.relation r
            where r.tenant_id = $1 and r.src = any ($2) and r.dst = any ($2){(via.Count == 0 ? "" : " and r.type = any ($4)")}
            order by r.src, r.type, r.dst, r.key limit $3
            """).Int(graph.Tenant).Array(seqs, NpgsqlDbType.Bigint).Int(limit);
        if (via.Count > 0)
        {
            statement.Array([.. via], NpgsqlDbType.Text);
        }

        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var edges = new List<(long, long, GraphEdge)>();
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            var (source, target) = (reader.Get<long>(0), reader.Get<long>(2));
            edges.Add((source, target, new GraphEdge(nodes[source].Id, reader.Get<string>(1), nodes[target].Id, reader.Get<string>(3))));
        }

        return edges;
    }
}
