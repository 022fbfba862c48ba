namespace ThreeDb.Postgres;

/// <summary>Reads what the graph in memory does not have, for many entities at once.</summary>
internal sealed class EntityNames(StoreConnections connections, TypeCatalogue types)
{
    public async Task<IReadOnlyDictionary<long, NamedEntity>> ReadAsync(int tenant, IReadOnlyList<long> seqs, CancellationToken cancellationToken)
    {
        var known = await types.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        var sql = new SqlBuilder();
        sql.Append($"select e.seq, e.id, e.type, e.data from threedb.entity e where e.tenant_id = {sql.Int(tenant)} and e.seq = any ({sql.Longs([.. seqs])}) and e.state = 1");
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(sql);
        var rows = await batch.RowsAsync(reader => (Seq: reader.Get<long>(0), Name: Name(reader, known)), cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Seq, row => row.Name);
    }

    public async Task<IReadOnlySet<long>> MatchAsync(int tenant, IReadOnlyList<long> seqs, IReadOnlyList<string> types, Filter? where, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder();
        var condition = $"e.tenant_id = {sql.Int(tenant)} and e.seq = any ({sql.Longs([.. seqs])}) and e.state = 1";
        condition += types.Count == 0 ? "" : $" and e.type = any ({sql.Texts([.. types])})";
        condition += where is null ? "" : " and " + new FilterSql(sql).Of(where);
        sql.Append($"select e.seq from threedb.entity e where {condition}");
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(sql);
        return (await batch.RowsAsync(reader => reader.Get<long>(0), cancellationToken).ConfigureAwait(false)).ToHashSet();
    }

    private static NamedEntity Name(TenantReader reader, TypeSnapshot known)
    {
        var type = reader.Get<string>(2);
        var title = DocumentText.TitleOf(reader.Json(3), known.PlanOf(type));
        return new NamedEntity(reader.Get<string>(1), type, title.Length == 0 ? null : title);
    }
}

/// <summary>What people read of an entity.</summary>
/// <param name="Id">The id.</param>
/// <param name="Type">The type.</param>
/// <param name="Title">The text of its title field, or null.</param>
public sealed record NamedEntity(string Id, string Type, string? Title);
