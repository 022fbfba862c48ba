namespace ThreeDb.Postgres;

/// <summary>Which types the relations of a tenant have. No index leads to them, so that only so many relations are looked at.</summary>
internal sealed class RelationTypeNames(StoreConnections connections)
{
    private const int Most = 1_000_000;

    /// <summary>Those of some types that no relation has, and the types that there are; null when all are known, or when there are too many relations to look at.</summary>
    public async Task<(IReadOnlyList<string> Unknown, IReadOnlyList<string> Known)?> UnknownAsync(int tenant, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        if (types.Count == 0)
        {
            return null;
        }

        // 1: reads on only until the first relation of a type
        var missing = await RowsAsync(
            tenant, sql => $"""
            select v.type from unnest({sql.Texts([.. types])}) v(type)
            where (select true from ({Looked(sql, tenant, Most)}) r where r.type = v.type limit 1) is null
            """, reader => reader.Get<string>(0), cancellationToken).ConfigureAwait(false);
        if (missing.Count == 0)
        {
            return null;
        }

        // 2
        var known = await RowsAsync(
            tenant, sql => $"select r.type, count(*) from ({Looked(sql, tenant, Most + 1)}) r group by 1 order by 1", reader => (Type: reader.Get<string>(0), Count: reader.Get<long>(1)),
            cancellationToken).ConfigureAwait(false);
        return known.Sum(type => type.Count) > Most ? null : (missing, [.. known.Select(type => type.Type)]);
    }

    private static string Looked(SqlBuilder sql, int tenant, int most) => $"select type from threedb.relation where tenant_id = {sql.Int(tenant)} limit {sql.Int(most)}";

    private async Task<List<T>> RowsAsync<T>(int tenant, Func<SqlBuilder, string> statement, Func<TenantReader, T> row, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder();
        sql.Append(statement(sql));
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(sql);
        return await batch.RowsAsync(row, cancellationToken).ConfigureAwait(false);
    }
}
