using System.Numerics.Tensors;

namespace ThreeDb.Postgres;

/// <summary>Reads vectors: that of one entity, or all of a type to compare them here.</summary>
internal sealed class VectorScan(StoreConnections connections, VectorColumn vectors)
{
    /// <summary>The vector of an entity; null when it has none.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2001</c>.</exception>
    public async Task<float[]?> OfEntityAsync(int tenant, string id, CancellationToken cancellationToken)
    {
        Identifiers.CheckId(id, "/near/entity");
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add($"""
            select (select v.embedding from {vectors.Table} v where v.tenant_id = $1 and v.seq = e.seq)
            from threedb.entity e where e.tenant_id = $1 and e.id = $2 and e.state = 1
            """).Int(tenant).Text(id);
        return await batch.RowsAsync(reader => reader.IsNull(0) ? null : Vector(reader, 0), cancellationToken).ConfigureAwait(false) is [var vector]
            ? vector
            : throw new ThreeDbException(ErrorCodes.EntityNotFound, $"There is no entity '{id}'.");
    }

    /// <summary>The cosine similarity of every vector of a type, or of all, to one of norm 1.</summary>
    public async Task<(long[] Seqs, double[] Similarities)> SimilaritiesAsync(int tenant, string? type, float[] to, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder();
        var condition = $"v.tenant_id = {sql.Int(tenant)}" + (type is null ? "" : $" and v.type = {sql.Text(type)}");
        sql.Append($"select v.seq, v.embedding from {vectors.Table} v where {condition}");
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.AddScan(sql);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var seqs = new List<long>();
        var similarities = new List<double>();
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            seqs.Add(reader.Get<long>(0));
            similarities.Add(TensorPrimitives.Dot(Vector(reader, 1), to));
        }

        return ([.. seqs], [.. similarities]);
    }

    private float[] Vector(TenantReader reader, int column) =>
        vectors.IsNative ? VectorColumn.FromBinary(reader.Get<PgBinary>(column).Bytes.Span) : reader.Get<float[]>(column);
}
