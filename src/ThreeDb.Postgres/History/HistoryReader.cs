using System.Globalization;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Reads the history of an entity from the change log.</summary>
/// <remarks>
/// Each change keeps how to get back to the data before it. An old version is reached from the row of the entity, or from the nearest
/// later snapshot, by applying the patches backwards; a snapshot at least every tenth version bounds their number.
/// </remarks>
internal sealed class HistoryReader(StoreConnections connections, PositionCodec positions)
{
    private const int MaxLimit = 1000;

    public async Task<HistoryPage> ListAsync(int tenant, string id, int limit, string? after, CancellationToken cancellationToken)
    {
        PageSize.Check(limit, MaxLimit);
        Identifiers.CheckId(id, "/id");
        var behind = after is null ? long.MaxValue : ReadCursor(id, after);
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("""
            select c.version, c.op, c.at, c.actor, c.xid, c.ordinal
            from threedb.change c
            where c.tenant_id = $1 and c.kind = 0 and c.version < $3
              and c.seq = (select e.seq from threedb.entity e where e.tenant_id = $1 and e.id = $2)
            order by c.version desc limit $4
            """).Int(tenant).Text(id).Long(behind).Int(limit + 1);
        var items = await batch.RowsAsync(
            reader => new HistoryEntry(
                reader.Get<long>(0), (ChangeOperation)reader.Get<short>(1), reader.Time(2), reader.Get<string>(3),
                positions.Encode(reader.Get<ulong>(4), reader.Get<int>(5))),
            cancellationToken).ConfigureAwait(false);
        if (items.Count > limit)
        {
            items.RemoveAt(limit);
            return new HistoryPage(items, Cursor.Encode(id, [items[^1].Version.ToString(CultureInfo.InvariantCulture)]));
        }

        return items.Count > 0 || after is not null ? new HistoryPage(items, null) : throw NotFound(id);
    }

    /// <exception cref="ThreeDbException"><c>TDB2001</c> when the id was never used, <c>TDB2007</c> without such a version.</exception>
    public async Task<EntityVersion> GetAsync(int tenant, string id, long version, CancellationToken cancellationToken)
    {
        Identifiers.CheckId(id, "/id");
        var wanted = new SqlBuilder();
        var found = await ReadBackAsync(tenant, id, wanted, wanted.Long(version), cancellationToken).ConfigureAwait(false);
        return found.Version ?? throw new ThreeDbException(ErrorCodes.VersionNotFound,
            $"The entity '{id}' has no version {version}; the newest is {found.Newest}.");
    }

    public async Task<JsonPatch> DiffAsync(int tenant, string id, long from, long to, CancellationToken cancellationToken)
    {
        var before = await GetAsync(tenant, id, from, cancellationToken).ConfigureAwait(false);
        var after = await GetAsync(tenant, id, to, cancellationToken).ConfigureAwait(false);
        return JsonPatch.CreateByMember(before.Data ?? Empty, after.Data ?? Empty);
    }

    public async Task<EntityVersion?> AsOfAsync(int tenant, string id, DateTimeOffset time, CancellationToken cancellationToken)
    {
        Identifiers.CheckId(id, "/id");
        var wanted = new SqlBuilder();
        var at = $"(select f.version from threedb.change f where f.tenant_id = me.tenant_id and f.kind = 0 and f.seq = me.seq and f.at <= {wanted.Time(time)} order by f.version desc limit 1)";
        return (await ReadBackAsync(tenant, id, wanted, at, cancellationToken).ConfigureAwait(false)).Version;
    }

    /// <summary>Reads one version: from the nearest later snapshot, or from the row of the entity, back to it.</summary>
    private async Task<(EntityVersion? Version, long Newest)> ReadBackAsync(
        int tenant, string id, SqlBuilder sql, string wanted, CancellationToken cancellationToken)
    {
        // One statement, so that row and log are of one snapshot. The limits say to the planner what it cannot know, or it reads whole partitions:
        // that one id is one row, and that the nearest snapshot is reached from one side.
        sql.Append($"""
            with me as (
                select e.tenant_id, e.seq, e.data, e.version from threedb.entity e
                where e.tenant_id = {sql.Int(tenant)} and e.id = {sql.Text(id)} and e.state <> 0 limit 1),
            first as materialized (select me.*, {wanted} as wanted from me),
            span as materialized (
                select first.*, coalesce((select f.version from threedb.change f
                    where f.tenant_id = first.tenant_id and f.kind = 0 and f.seq = first.seq and f.version > first.wanted and f.snapshot is not null
                    order by f.version limit 1), first.version) as start
                from first)
            select s.version, s.data, c.version, c.op, c.at, c.actor, c.type, c.project, c.snapshot, c.patch, s.wanted
            from span s left join threedb.change c
              on c.tenant_id = s.tenant_id and c.kind = 0 and c.seq = s.seq and c.version between s.wanted and s.start
            order by c.version desc
            """);
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(sql);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            throw NotFound(id);
        }

        var newest = reader.Get<long>(0);
        var data = reader.JsonOrNull(1);
        do
        {
            if (reader.IsNull(2))
            {
                break;
            }

            var version = reader.Get<long>(2);
            if (version == reader.Get<long>(10))
            {
                return (new EntityVersion(id, reader.Get<string>(6), reader.Text(7), version, (ChangeOperation)reader.Get<short>(3), reader.Time(4), reader.Get<string>(5), data is { } then ? StoredForm.Of(then) : null), newest);
            }

            data = reader.JsonOrNull(8) ?? (reader.JsonOrNull(9) is { } patch ? JsonPatch.Parse(patch).Apply(data!.Value) : null);
        }
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false));

        return (null, newest);
    }

    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    private static ThreeDbException NotFound(string id) => new(ErrorCodes.EntityNotFound, $"There is no entity '{id}', and there never was.");

    private static long ReadCursor(string id, string after) =>
        long.TryParse(Cursor.Decode(id, after, 1)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new ThreeDbException(ErrorCodes.InvalidCursor);
}
