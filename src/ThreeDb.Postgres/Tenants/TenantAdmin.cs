using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>Makes, lists and deletes tenants, as the owner of the schema.</summary>
public sealed class TenantAdmin
{
    private readonly string _connectionString;

    /// <param name="connectionString">A user that may become <c>threedb_owner</c>.</param>
    /// <exception cref="ThreeDbException"><c>TDB6003</c>: it is no connection string.</exception>
    public TenantAdmin(string connectionString)
    {
        var settings = ConnectionText.Parse(connectionString);
        (settings.ApplicationName, settings.Pooling) = ("3db tenant", false);
        _connectionString = settings.ConnectionString;
    }

    /// <summary>Makes a tenant.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2013</c> when there is one of this name and <paramref name="mayExist"/> is false.</exception>
    public Task<Tenant> CreateAsync(string name, bool mayExist = false, CancellationToken cancellationToken = default)
    {
        Identifiers.CheckName(name, "tenant", "/name");
        return RunAsync(async sql =>
        {
            var made = await sql.ScalarAsync("insert into threedb.tenant (name) values ($1) on conflict (name) do nothing returning 1", name).ConfigureAwait(false);
            if (made is null && !mayExist)
            {
                throw new ThreeDbException(ErrorCodes.TenantExists, $"There is a tenant '{name}' already.");
            }

            var at = (DateTime)(await sql.ScalarAsync("select created_at from threedb.tenant where name = $1", name).ConfigureAwait(false))!;
            return new Tenant(name, at);
        }, cancellationToken);
    }

    /// <summary>All tenants, by name.</summary>
    public Task<IReadOnlyList<Tenant>> ListAsync(CancellationToken cancellationToken = default) => RunAsync<IReadOnlyList<Tenant>>(async sql =>
    {
        var tenants = new List<Tenant>();
        await sql.EachAsync("select name, created_at from threedb.tenant order by name", row => tenants.Add(new Tenant(row.GetString(0), row.GetDateTime(1)))).ConfigureAwait(false);
        return tenants;
    }, cancellationToken);

    /// <summary>Deletes a tenant with everything that belongs to it.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2012</c>.</exception>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) => RunAsync(async sql =>
    {
        var id = await sql.ScalarAsync("select tenant_id from threedb.tenant where name = $1", name).ConfigureAwait(false)
            ?? throw new ThreeDbException(ErrorCodes.TenantNotFound, $"There is no tenant '{name}'.");
        var tables = new List<string>();
        await sql.EachAsync("""
            select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
            where n.nspname = 'threedb' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'tenant'
            """, row => tables.Add(row.GetString(0))).ConfigureAwait(false);
        await sql.RunAsync("begin").ConfigureAwait(false);
        foreach (var table in tables)
        {
            await sql.RunAsync($"delete from {table} where tenant_id = $1", id).ConfigureAwait(false);
        }

        await sql.RunAsync("delete from threedb.tenant where tenant_id = $1", id).ConfigureAwait(false);
        await sql.RunAsync("commit").ConfigureAwait(false);
        return true;
    }, cancellationToken);

    private async Task<T> RunAsync<T>(Func<AdminSql, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await AdminConnection.OpenAsync(_connectionString, cancellationToken).ConfigureAwait(false);
            await using var ownConnection = connection.ConfigureAwait(false);
            var sql = new AdminSql(connection, cancellationToken);
            await sql.RunAsync($"set role {PostgresOptions.OwnerRole}").ConfigureAwait(false);
            return await work(sql).ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: true) is { } translated)
        {
            throw translated;
        }
    }
}
