using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Reads under which names scores are saved.</summary>
internal sealed class ScoreReader(StoreConnections connections)
{
    /// <summary>What is saved, by name.</summary>
    public async Task<IReadOnlyList<SavedScore>> ListAsync(int tenant, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("""
            with held as (select s.name, count(*) as entities from threedb.score s where s.tenant_id = $1 group by s.name),
            noted as (select n.name, n.saved_at from threedb.saved_score n where n.tenant_id = $1)
            select coalesce(n.name, h.name), coalesce(h.entities, 0), n.saved_at from noted n full join held h on h.name = n.name order by 1
            """).Int(tenant);
        return await batch.RowsAsync(
            reader => new SavedScore(reader.Get<string>(0), reader.Get<long>(1), reader.TimeOrNull(2)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Those of some names under which nobody has saved anything, as they came; null when all are known.</summary>
    public async Task<IReadOnlyList<string>?> UnknownAsync(int tenant, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return null;
        }

        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);

        // In order of the values, so that one is found by the index, or none.
        batch.Add("""
            select u.name from unnest($2) with ordinality u(name, place)
            left join lateral (select true as held from threedb.score s where s.tenant_id = $1 and s.name = u.name order by s.value limit 1) s on true
            where s.held is null and not exists (select 1 from threedb.saved_score n where n.tenant_id = $1 and n.name = u.name)
            order by u.place
            """).Int(tenant).Array<string>([.. names], NpgsqlDbType.Text);
        var unknown = await batch.RowsAsync(reader => reader.Get<string>(0), cancellationToken).ConfigureAwait(false);
        return unknown.Count == 0 ? null : unknown;
    }
}
