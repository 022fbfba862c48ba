using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Declares types and lists them.</summary>
internal sealed class TypeStore(StoreConnections connections, TypeCatalogue catalogue, Action changed)
{
    private const int MaxTypes = 1000;

    /// <summary>Writers hold this lock shared (<see cref="TenantBatch.HoldTypes"/>), so that none commits with the definition from before.</summary>
    private const string Exclusive = "select pg_advisory_xact_lock(7310702, $1)";

    public async Task<EntityType> PutAsync(int tenant, string actor, string name, EntityTypeDefinition definition, CancellationToken cancellationToken)
    {
        Identifiers.CheckName(name, "type", "/name");
        TypePlanner.Plan(name, definition);
        var before = await FindAsync(tenant, name, cancellationToken).ConfigureAwait(false);
        if (before?.Definition is { } same && Json(same).AsSpan().SequenceEqual(Json(definition)))
        {
            return before;
        }

        if (before?.Definition is null && (await catalogue.GetAsync(tenant, cancellationToken).ConfigureAwait(false)).Plans.Count >= MaxTypes)
        {
            throw new ThreeDbException(ErrorCodes.InvalidTypeDefinition, $"A tenant declares at most {MaxTypes:N0} types.");
        }

        await WriteAsync(tenant, actor, name, definition, cancellationToken).ConfigureAwait(false);
        return await FindAsync(tenant, name, cancellationToken).ConfigureAwait(false) ?? throw new ThreeDbException(ErrorCodes.TypeNotFound);
    }

    public async Task<bool> DeleteAsync(int tenant, string actor, string name, CancellationToken cancellationToken)
    {
        Identifiers.CheckName(name, "type", "/name");
        if ((await FindAsync(tenant, name, cancellationToken).ConfigureAwait(false))?.Definition is null)
        {
            return false;
        }

        await WriteAsync(tenant, actor, name, definition: null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async Task<EntityType?> FindAsync(int tenant, string name, CancellationToken cancellationToken)
    {
        Identifiers.CheckName(name, "type", "/name");
        return await ListAsync(tenant, name, cancellationToken).ConfigureAwait(false) is [var found, ..] ? found : null;
    }

    public Task<IReadOnlyList<EntityType>> ListAsync(int tenant, CancellationToken cancellationToken) => ListAsync(tenant, only: null, cancellationToken);

    private async Task<IReadOnlyList<EntityType>> ListAsync(int tenant, string? only, CancellationToken cancellationToken)
    {
        var sql = new SqlBuilder();
        var id = sql.Int(tenant);
        var name = only is null ? null : sql.Text(only);
        sql.Append($"""
            with used as (
                select e.type as name, count(*) as entities from threedb.entity e
                where e.tenant_id = {id} and e.state = 1{(name is null ? "" : $" and e.type = {name}")} group by e.type),
            declared as (select * from threedb.entity_type t where t.tenant_id = {id}{(name is null ? "" : $" and t.name = {name}")})
            select coalesce(d.name, u.name) as name, d.definition, coalesce(u.entities, 0), d.derive_after is not null, d.derive_done, d.derive_total,
                coalesce(d.underived, 0), coalesce(d.underived_in, array[]::text[])
            from declared d full join used u on u.name = d.name order by 1
            """);
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add(sql);
        return await batch.RowsAsync(
            reader => new EntityType(
                reader.Get<string>(0),
                reader.JsonOrNull(1)?.Deserialize<EntityTypeDefinition>(ThreeDbJson.Options),
                reader.Get<long>(2),
                reader.Get<bool>(3) ? new DerivationProgress(reader.Get<long>(4), reader.Get<long>(5)) : null)
            {
                Underived = reader.Get<long>(6) is > 0 and var count ? new UnderivedValues(count, reader.Get<string[]>(7)) : null,
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(
        int tenant, string actor, string name, EntityTypeDefinition? definition, CancellationToken cancellationToken)
    {
        // The connection is back in the pool before the next one is asked for: who holds one while waiting for another can wait for ever.
        await CommitAsync(tenant, actor, name, definition, cancellationToken).ConfigureAwait(false);
        await catalogue.RefreshAsync(tenant, cancellationToken).ConfigureAwait(false);
        changed();
    }

    private async Task CommitAsync(
        int tenant, string actor, string name, EntityTypeDefinition? definition, CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var ownTransaction = transaction.ConfigureAwait(false);
            await RunAsync(connection, tenant, actor, name, definition, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: true) is { } translated)
        {
            throw translated;
        }
    }

    private static async Task RunAsync(
        NpgsqlConnection connection, int tenant, string actor, string name, EntityTypeDefinition? definition, CancellationToken cancellationToken)
    {
        // The lock comes first: a statement sees what committed before the statement, not before the lock.
        var locked = TenantBatch.Within(connection, tenant);
        await using var ownLocked = locked.ConfigureAwait(false);
        locked.Writes = true;
        locked.Add(Exclusive).Int(tenant);
        await RunAsync(locked, cancellationToken).ConfigureAwait(false);

        var batch = TenantBatch.Within(connection, tenant);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Writes = true;
        batch.Add("update threedb.tenant set types_generation = types_generation + 1 where tenant_id = $1").Int(tenant);
        // A schema binds writes only, consistency is about reads; everything else changes what is derived from what exists. Compared here, with what is stored
        // now: since the caller looked, another process may have declared the type.
        batch.Add("""
            with have as (select coalesce(max(seq), 0) as upto, count(*) as total from threedb.entity where tenant_id = $1 and type = $2 and state = 1),
            before as (select coalesce((select s.definition from threedb.entity_type s where s.tenant_id = $1 and s.name = $2), $5) as definition),
            now as (select $3 is null or (b.definition - '{schema,consistency}'::text[]) <> ($3 - '{schema,consistency}'::text[]) as derives from before b)
            insert into threedb.entity_type as t (tenant_id, name, definition, updated_by, derive_after, derive_upto, derive_total)
            select $1, $2, $3, $4, case when n.derives and (h.total > 0 or $3 is null) then 0 end, h.upto, h.total from have h, now n
            on conflict (tenant_id, name) do update
            set definition = excluded.definition, updated_by = excluded.updated_by, updated_at = clock_timestamp(),
                derive_after = case when (select derives from now) then excluded.derive_after else t.derive_after end,
                derive_upto = case when (select derives from now) then excluded.derive_upto else t.derive_upto end,
                derive_total = case when (select derives from now) then excluded.derive_total else t.derive_total end,
                derive_done = case when (select derives from now) then 0 else t.derive_done end,
                underived = case when (select derives from now) then 0 else t.underived end,
                underived_in = case when (select derives from now) then '{}' else t.underived_in end
            """).Int(tenant).Text(name)
            .Typed(definition is null ? null : Encoding.UTF8.GetString(Json(definition)), NpgsqlDbType.Jsonb)
            .Text(actor)
            .Typed(Encoding.UTF8.GetString(Json(new EntityTypeDefinition())), NpgsqlDbType.Jsonb);
        await RunAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    private static async Task RunAsync(TenantBatch batch, CancellationToken cancellationToken)
    {
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    private static byte[] Json(EntityTypeDefinition definition) => JsonSerializer.SerializeToUtf8Bytes(definition, ThreeDbJson.Options);
}
