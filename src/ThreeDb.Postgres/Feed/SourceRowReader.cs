using NpgsqlTypes;
using ThreeDb.Changes;
using ThreeDb.Projections;

namespace ThreeDb.Postgres;

/// <summary>Reads rows as they are now: of keys, and of ranges of seqs.</summary>
internal static class SourceRowReader
{
    // Key by key: a plan that joins may have been made when the tables were empty, and read all of them for every key until PostgreSQL learns of their growth.
    public static async Task<SourceRows> OfKeysAsync(
        FeedServices feed, int tenant, IReadOnlyCollection<RowKey> keys, SourceNeeds needs, CancellationToken cancellationToken)
    {
        RowKey[] entities = needs.Entities ? [.. keys.Where(key => !key.IsRelation)] : [];
        RowKey[] relations = needs.Relations ? [.. keys.Where(key => key.IsRelation)] : [];
        if (entities.Length + relations.Length == 0)
        {
            return new SourceRows([], []);
        }

        var batch = await TenantBatch.OpenAsync(feed.Connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add($"""
            select k.seq, e.* from unnest($2) k(seq) left join lateral (
                select {SourceRowSql.EntityColumns(needs)} from threedb.entity e where e.tenant_id = $1 and e.seq = k.seq limit 1) e on true
            """).Int(tenant).Array([.. entities.Select(key => key.Seq)], NpgsqlDbType.Bigint);
        batch.Add($"""
            select k.i - 1, r.* from unnest($2, $3, $4, $5) with ordinality k(src, type, dst, key, i) left join lateral (
                select {SourceRowSql.RelationColumns(needs)} from threedb.relation r
                left join threedb.entity s on s.tenant_id = $1 and s.seq = r.src
                left join threedb.entity d on d.tenant_id = $1 and d.seq = r.dst
                where r.tenant_id = $1 and r.src = k.src and r.type = k.type and r.dst = k.dst and r.key = k.key limit 1) r on true
            """).Int(tenant)
            .Array([.. relations.Select(key => key.Seq)], NpgsqlDbType.Bigint)
            .Array([.. relations.Select(key => key.Type!)], NpgsqlDbType.Text)
            .Array([.. relations.Select(key => key.Target)], NpgsqlDbType.Bigint)
            .Array([.. relations.Select(key => key.Key!)], NpgsqlDbType.Text);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var foundEntities = new List<SourceEntity>(entities.Length);
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            foundEntities.Add(SourceRowSql.Entity(reader, reader.Get<long>(0), 1));
        }

        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var foundRelations = new List<SourceRelation>(relations.Length);
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            foundRelations.Add(SourceRowSql.Relation(reader, relations[(int)reader.Get<long>(0)], 1));
        }

        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        return new SourceRows(foundEntities, foundRelations);
    }

    public static async Task<IReadOnlyList<SourceEntity>> EntitiesAsync(
        FeedServices feed, int tenant, SeqRange range, int limit, SourceNeeds needs, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var batch = await TenantBatch.OpenAsync(feed.Connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add($"""
            select e.seq, {SourceRowSql.EntityColumns(needs)} from threedb.entity e
            where e.tenant_id = $1 and e.seq >= $2 and e.seq < $3 and e.state = 1 order by e.seq limit $4
            """).Int(tenant).Long(range.From).Long(range.To).Int(limit);
        return await batch.RowsAsync(row => SourceRowSql.Entity(row, row.Get<long>(0), 1), cancellationToken).ConfigureAwait(false);
    }

    public static async Task<(IReadOnlyList<SourceRelation> Relations, long Next)> RelationsAsync(
        FeedServices feed, int tenant, SeqRange range, int limit, SourceNeeds needs, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var batch = await TenantBatch.OpenAsync(feed.Connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("select coalesce((select " + Cut + "), $3)").Int(tenant).Long(range.From).Long(range.To).Int(limit - 1);
        batch.Add($"""
            select r.src, r.type, r.dst, r.key, {SourceRowSql.RelationColumns(needs)} from threedb.relation r
            join threedb.entity s on s.tenant_id = $1 and s.seq = r.src
            join threedb.entity d on d.tenant_id = $1 and d.seq = r.dst
            where r.tenant_id = $1 and r.src >= $2 and r.src < coalesce((select {Cut}), $3) order by r.src
            """).Int(tenant).Long(range.From).Long(range.To).Int(limit - 1);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.RowAsync(cancellationToken).ConfigureAwait(false);
        var next = reader.Get<long>(0);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var relations = new List<SourceRelation>();
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            var key = new RowKey(reader.Get<long>(0), reader.Get<long>(2), reader.Get<string>(1), reader.Get<string>(3));
            relations.Add(SourceRowSql.Relation(reader, key, 4));
        }

        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        return (relations, next);
    }

    // In the order of an index of each end. What is left of the end at which the page before stopped is asked for on its own:
    // only with that end given can the index be entered in the middle of it. Then come the ends after it.
    public static async Task<IReadOnlyList<RowKey>> RelationKeysAsync(
        FeedServices feed, int tenant, IReadOnlyCollection<long> seqs, bool leadTo, RowKey? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (after is not { } last)
        {
            return await RelationKeysOfAsync(feed, tenant, seqs, leadTo, limit, cancellationToken).ConfigureAwait(false);
        }

        var keys = await RelationKeysLeftAsync(feed, tenant, leadTo, last, limit, cancellationToken).ConfigureAwait(false);
        long[] further = [.. seqs.Where(seq => seq > (leadTo ? last.Target : last.Seq))];
        return keys.Count == limit || further.Length == 0
            ? keys
            : [.. keys, .. await RelationKeysOfAsync(feed, tenant, further, leadTo, limit - keys.Count, cancellationToken).ConfigureAwait(false)];
    }

    private static async Task<List<RowKey>> RelationKeysLeftAsync(FeedServices feed, int tenant, bool leadTo, RowKey last, int limit, CancellationToken cancellationToken)
    {
        var (end, order) = EndAndOrder(leadTo);
        var batch = await TenantBatch.OpenAsync(feed.Connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add($"""
            select r.src, r.type, r.dst, r.key from threedb.relation r
            where r.tenant_id = $1 and {end} = $2 and ({order}) > ($3, $4, $5) order by {order} limit $6
            """).Int(tenant)
            .Long(leadTo ? last.Target : last.Seq).Text(last.Type!).Long(leadTo ? last.Seq : last.Target).Text(last.Key!).Int(limit);
        return await batch.RowsAsync(RelationKey, cancellationToken).ConfigureAwait(false);
    }

    // End by end, so that no end is read that the page has no room for.
    private static async Task<List<RowKey>> RelationKeysOfAsync(
        FeedServices feed, int tenant, IReadOnlyCollection<long> seqs, bool leadTo, int limit, CancellationToken cancellationToken)
    {
        var (end, order) = EndAndOrder(leadTo);
        var batch = await TenantBatch.OpenAsync(feed.Connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add($"""
            select r.src, r.type, r.dst, r.key from (select k.seq from unnest($2) k(seq) order by k.seq) e
            cross join lateral (
                select r.src, r.type, r.dst, r.key from threedb.relation r where r.tenant_id = $1 and {end} = e.seq order by {order} limit $3) r
            order by e.seq, {order} limit $3
            """).Int(tenant).Array([.. seqs], NpgsqlDbType.Bigint).Int(limit);
        return await batch.RowsAsync(RelationKey, cancellationToken).ConfigureAwait(false);
    }

    private static (string End, string Order) EndAndOrder(bool leadTo) => leadTo ? ("r.dst", "r.type, r.src, r.key") : ("r.src", "r.type, r.dst, r.key");

    private static RowKey RelationKey(TenantReader row) => new(row.Get<long>(0), row.Get<long>(2), row.Get<string>(1), row.Get<string>(3));

    // After the source of the relation that reaches the limit.
    internal const string Cut = "(select g.src + 1 from threedb.relation g where g.tenant_id = $1 and g.src >= $2 and g.src < $3 order by g.src offset $4 limit 1)";
}
