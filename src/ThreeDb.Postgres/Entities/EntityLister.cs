using System.Runtime.InteropServices;
using System.Text.Json;

namespace ThreeDb.Postgres;

/// <summary>Lists entities by filter and order, page by page.</summary>
internal sealed class EntityLister(StoreConnections connections)
{
    private const int MaxSortKeys = 8;
    private const int EstimateSample = 10_000;

    public async Task<EntityPage> ListAsync(int tenant, ListRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        var select = Projection.Of(request.Select);
        var mark = JsonSerializer.Serialize(new { request.Type, request.Project, request.Where, request.OrderBy }, ThreeDbJson.Options);
        var (sql, length) = Statement(tenant, request, select, mark);
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        if (request.Count != CountMode.None)
        {
            var count = new SqlBuilder();
            var matches = Condition(tenant, request, count);
            batch.Add(count.Append(request.Count == CountMode.Exact ? $"select count(*) from threedb.entity e where {matches}" : Estimate(count.Int(tenant), matches)));
        }

        batch.Add(sql);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        var total = await TotalAsync(reader, request.Count, cancellationToken).ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var items = new List<Entity>();
        string? next = null;
        string[]? last = null;
        var bytes = 0L;
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            if (last is not null)
            {
                next = Cursor.Encode(mark, last);
                if (items.Count < request.Limit)
                {
                    await reader.AbandonAsync().ConfigureAwait(false);
                }

                break;
            }

            items.Add(select.WithScores(reader, EntityReader.ColumnCount + length, select.Apply(EntityReader.Read(reader))));
            bytes += JsonMarshal.GetRawUtf8Value(items[^1].Data).Length;
            if (items.Count == request.Limit || bytes >= PageSize.MaxBytes)
            {
                last = [.. Enumerable.Range(EntityReader.ColumnCount, length).Select(reader.Get<string>)];
            }
        }

        return new EntityPage(items, next, total);
    }

    /// <summary>The statement that reads one row more than the page, and how many values its order has.</summary>
    internal static (SqlBuilder Sql, int OrderLength) Statement(int tenant, ListRequest request, Projection select, string mark)
    {
        var sql = new SqlBuilder();
        var orders = SortOrder.Of(request.OrderBy, sql);
        var length = orders[0].Length;
        var after = request.After is null ? null : Cursor.Decode(mark, request.After, length);
        var condition = Condition(tenant, request, sql);
        var scores = select.Columns(sql);
        var rows = sql.Int(request.Limit + 1);
        sql.Append(orders is [var only] ? Page(only) : $"""
            with scored as materialized ({Page(orders[0])}),
                others as materialized ({Page(orders[1], " and (select count(*) from scored) < " + rows)})
            select * from (select *, 1 as part, row_number() over () as place from scored union all select *, 2, row_number() over () from others) all_rows
            order by part, place limit {rows}
            """);
        return (sql, length);

        string Page(SortOrder order, string also = "") => $"""
            select {EntityReader.Columns}, {order.Columns}{scores} from threedb.entity e{order.Joins}
            where {condition}{order.Condition}{also}{(after is null ? "" : " and " + order.Behind(after, sql))} order by {order.OrderBy} limit {rows}
            """;
    }

    private static void Check(ListRequest request)
    {
        PageSize.Check(request.Limit, ListRequest.MaxLimit);
        if (request.Type is not null)
        {
            Identifiers.CheckName(request.Type, "type", "/type");
        }

        if (request.Project is not null)
        {
            Identifiers.CheckName(request.Project, "project", "/project");
        }

        if (request.OrderBy.Count > MaxSortKeys)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, $"An order has at most {MaxSortKeys} keys; this one has {request.OrderBy.Count}.",
                errors: [new FieldError("/orderBy", $"at most {MaxSortKeys} keys")]);
        }
    }

    private static string Condition(int tenant, ListRequest request, SqlBuilder sql)
    {
        var condition = $"e.tenant_id = {sql.Int(tenant)} and e.state = 1";
        condition += request.Type is null ? "" : $" and e.type = {sql.Text(request.Type)}";
        condition += request.Project is null ? "" : $" and e.project = {sql.Text(request.Project)}";
        return condition + (request.Where is null ? "" : " and " + new FilterSql(sql).Of(request.Where));
    }

    private static async Task<long?> TotalAsync(TenantReader reader, CountMode mode, CancellationToken cancellationToken)
    {
        if (mode == CountMode.None)
        {
            return null;
        }

        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        await reader.RowAsync(cancellationToken).ConfigureAwait(false);
        return reader.Get<long>(0);
    }

    // Every n-th entity of the tenant is looked at. The planner's own estimate would come from statistics over all tenants, and so tell of others.
    private static string Estimate(string tenant, string matches) => $"""
        with top as (select coalesce(max(seq), 0) as seq from threedb.entity where tenant_id = {tenant}),
            step as (select seq, greatest(1, (seq + {EstimateSample} - 1) / {EstimateSample}) as size from top)
        select coalesce(count(*) * max(step.size), 0) from step
        cross join lateral generate_series(1::bigint, step.seq, step.size) s(seq)
        join threedb.entity e on e.tenant_id = {tenant} and e.seq = s.seq
        where {matches}
        """;
}
