using System.Globalization;
using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Saves scores of entities.</summary>
internal sealed class ScoreWriter(StoreConnections connections, TableKeeper keeper)
{
    /// <summary>Saves the scores of entities under a name, in place of all that was saved under it before. Entities that do not live any more get none, nor do scores that are no finite number.</summary>
    /// <returns>How many were saved.</returns>
    public async Task<long> SaveAsync(int tenant, string name, int[] seqs, double[] scores, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Writes = true;

        Alone(batch, tenant, name);
        batch.Add("delete from threedb.score where tenant_id = $1 and name = $2").Int(tenant).Text(name);
        batch.Add("insert into threedb.saved_score (tenant_id, name, saved_at) values ($1, $2, now()) on conflict (tenant_id, name) do update set saved_at = now()").Int(tenant).Text(name);
        batch.Add("""
            with saved as (
                insert into threedb.score (tenant_id, seq, name, value)
                select $1, u.seq, $2, u.value from unnest($3, $4) u(seq, value)
                cross join lateral (select e.state from threedb.entity e where e.tenant_id = $1 and e.seq = u.seq limit 1) e
                where e.state = 1 and u.value > '-infinity' and u.value < 'infinity'
                returning 1)
            select count(*) from saved
            """).Int(tenant).Text(name).Array(Array.ConvertAll(seqs, seq => (long)seq), NpgsqlDbType.Bigint).Array(scores, NpgsqlDbType.Double);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.RowAsync(cancellationToken).ConfigureAwait(false);
        var saved = reader.Get<long>(0);
        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        keeper.Saved(saved);
        return saved;
    }

    /// <summary>Removes all that is saved under a name.</summary>
    /// <returns>Whether anything was.</returns>
    public async Task<bool> DeleteAsync(int tenant, string name, CancellationToken cancellationToken)
    {
        Identifiers.CheckName(name, "score", "/name");
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Writes = true;
        Alone(batch, tenant, name);
        batch.Add("""
            with noted as (delete from threedb.saved_score where tenant_id = $1 and name = $2 returning 1),
            held as (delete from threedb.score where tenant_id = $1 and name = $2 returning 1)
            select exists (select 1 from noted) or exists (select 1 from held)
            """).Int(tenant).Text(name);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.RowAsync(cancellationToken).ConfigureAwait(false);
        var was = reader.Get<bool>(0);
        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        return was;
    }

    // Those who change what is saved under one name at the same time follow one another.
    private static void Alone(TenantBatch batch, int tenant, string name) =>
        batch.Add("select pg_advisory_xact_lock(7310705, hashtext($1 || ' ' || $2))").Text(tenant.ToString(CultureInfo.InvariantCulture)).Text(name);
}
