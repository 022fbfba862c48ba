using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Lists the relations of an entity, outgoing ones first, page by page.</summary>
internal sealed class RelationLister(StoreConnections connections)
{
    private const int MaxLimit = 1000;

    public async Task<RelationPage> ListAsync(int tenant, RelationRequest request, CancellationToken cancellationToken)
    {
        PageSize.Check(request.Limit, MaxLimit);
        RelationTypes.Check(request.Types, "/types");
        var mark = JsonSerializer.Serialize(request with { After = null, Limit = 0 }, ThreeDbJson.Options);
        if (request.Id is null)
        {
            return await ListAllAsync(tenant, request, mark, cancellationToken).ConfigureAwait(false);
        }

        Identifiers.CheckId(request.Id, "/id");
        var after = request.After is null ? null : Position.Decode(mark, request.After);

        var sql = new SqlBuilder();
        var tenantId = sql.Int(tenant);
        var id = sql.Text(request.Id);
        var types = request.Types.Count == 0 ? "" : $" and r.type = any ({sql.Texts([.. request.Types])})";
        var limit = sql.Int(request.Limit + 1);
        sql.Append($"with me as materialized (select seq from threedb.entity where tenant_id = {tenantId} and id = {id}), found as (");
        var branches = new List<string>();
        if (request.Direction is Direction.Out or Direction.Any && after is not { Incoming: true })
        {
            branches.Add(Branch("r.dst", $"r.src = (select seq from me){types}{Behind(after, "r.dst", sql)}", incoming: false));
        }

        if (request.Direction is Direction.In or Direction.Any)
        {
            var self = request.Direction == Direction.Any ? " and r.src <> r.dst" : "";
            branches.Add(Branch("r.src", $"r.dst = (select seq from me){types}{self}{Behind(after is { Incoming: true } ? after : null, "r.src", sql)}", incoming: true));
        }

        sql.Append(string.Join(" union all ", branches));
        sql.Append($"""
            )
            select f.incoming, f.type, f.other, f.key, o.id, f.data, f.weight, f.valid_from, f.valid_to, f.version
            from found f join threedb.entity o on o.tenant_id = {tenantId} and o.seq = f.other
            order by f.incoming, f.type, f.other, f.key limit {limit}
            """);
        return await RunAsync(tenant, request, mark, sql, cancellationToken).ConfigureAwait(false);

        string Branch(string other, string condition, bool incoming) => $"""
            (select {(incoming ? "true" : "false")} as incoming, r.type, {other} as other, r.key, r.data, r.weight, r.valid_from, r.valid_to, r.version
             from threedb.relation r where r.tenant_id = {tenantId} and {condition} order by r.type, {other}, r.key limit {limit})
            """;
    }

    private async Task<RelationPage> RunAsync(int tenant, RelationRequest request, string mark, SqlBuilder sql, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(sql);
        return await PageAsync(batch, request.Limit, reader => Read(reader, request.Id!), last => last.Encode(mark), cancellationToken).ConfigureAwait(false);
    }

    private static (Relation Item, Position Place) Read(TenantReader reader, string id)
    {
        var (incoming, other) = (reader.Get<bool>(0), reader.Get<string>(4));
        var place = new Position(incoming, reader.Get<string>(1), reader.Get<long>(2), reader.Get<string>(3));
        var relation = new Relation
        {
            From = incoming ? other : id,
            Type = place.Type,
            To = incoming ? id : other,
            Key = place.Key,
            Data = reader.JsonOrNull(5),
            Weight = reader.Get<double>(6),
            ValidFrom = reader.TimeOrNull(7),
            ValidTo = reader.TimeOrNull(8),
            Version = reader.Get<long>(9),
        };
        return (relation, place);
    }

    // One row more than the limit was asked for: it tells that there is a next page.
    private static async Task<RelationPage> PageAsync<TPlace>(
        TenantBatch batch, int limit, Func<TenantReader, (Relation Item, TPlace Place)> read, Func<TPlace, string> encode, CancellationToken cancellationToken)
    {
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var items = new List<Relation>();
        var bytes = 0L;
        string? next = null;
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            if (next is not null)
            {
                if (items.Count < limit)
                {
                    await reader.AbandonAsync().ConfigureAwait(false);
                }

                return new RelationPage(items, next);
            }

            var (item, place) = read(reader);
            items.Add(item);
            bytes += item.Data is { } data ? JsonMarshal.GetRawUtf8Value(data).Length : 0;
            next = items.Count == limit || bytes >= PageSize.MaxBytes ? encode(place) : null;
        }

        return new RelationPage(items, null);
    }

    // In the order of the primary key.
    private async Task<RelationPage> ListAllAsync(int tenant, RelationRequest request, string mark, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder();
        var id = sql.Int(tenant);
        var types = request.Types.Count == 0 ? "" : $" and r.type = any ({sql.Texts([.. request.Types])})";
        var behind = "";
        if (request.After is not null && Cursor.Decode(mark, request.After, 4) is var after)
        {
            behind = $" and (r.src, r.type, r.dst, r.key) > ({sql.Text(after[0])}::bigint, {sql.Text(after[1])} collate \"C\", {sql.Text(after[2])}::bigint, {sql.Text(after[3])} collate \"C\")";
        }

        sql.Append($"""
            with page as (
                select * from threedb.relation r where r.tenant_id = {id}{types}{behind} order by r.src, r.type, r.dst, r.key limit {sql.Int(request.Limit + 1)})
            select p.src, p.type, p.dst, p.key, s.id, d.id, p.data, p.weight, p.valid_from, p.valid_to, p.version
            from page p join threedb.entity s on s.tenant_id = {id} and s.seq = p.src join threedb.entity d on d.tenant_id = {id} and d.seq = p.dst
            order by p.src, p.type, p.dst, p.key
            """);
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(sql);
        return await PageAsync(batch, request.Limit, Read, last =>
            Cursor.Encode(mark, [last.Source.ToString(CultureInfo.InvariantCulture), last.Type, last.Target.ToString(CultureInfo.InvariantCulture), last.Key]), cancellationToken).ConfigureAwait(false);
    }

    private static (Relation Item, RelationKey Place) Read(TenantReader reader)
    {
        var key = new RelationKey(reader.Get<long>(0), reader.Get<string>(1), reader.Get<long>(2), reader.Get<string>(3));
        return (RelationApplier.ToRelation(reader.Get<string>(4), reader.Get<string>(5), key, new RelationImage
        {
            Data = reader.JsonOrNull(6),
            Weight = reader.Get<double>(7),
            ValidFrom = reader.TimeOrNull(8),
            ValidTo = reader.TimeOrNull(9),
            Version = reader.Get<long>(10),
        }), key);
    }

    private static string Behind(Position? after, string other, SqlBuilder sql) => after is null
        ? ""
        : $" and (r.type, {other}, r.key) > ({sql.Text(after.Type)} collate \"C\", {sql.Long(after.Other)}, {sql.Text(after.Key)} collate \"C\")";

    /// <summary>Where a page ended.</summary>
    private sealed record Position(bool Incoming, string Type, long Other, string Key)
    {
        public static Position Decode(string mark, string cursor)
        {
            var values = Cursor.Decode(mark, cursor, 4);
            return long.TryParse(values[2], NumberStyles.None, CultureInfo.InvariantCulture, out var other)
                ? new Position(values[0] == "in", values[1], other, values[3])
                : throw new ThreeDbException(ErrorCodes.InvalidCursor);
        }

        public string Encode(string mark) => Cursor.Encode(mark, [Incoming ? "in" : "out", Type, Other.ToString(CultureInfo.InvariantCulture), Key]);
    }
}
