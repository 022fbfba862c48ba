using System.Globalization;
using Npgsql;

namespace ThreeDb.Postgres;

/// <summary>Brings a database to the schema of this build: roles, extensions, numbered steps, tables of embedding models.</summary>
/// <remarks>Forward only, under an advisory lock, each step in a transaction of its own. Safe to run from many processes at once.</remarks>
public sealed class Migrator
{
    private const long Lock = 7310700;
    private const int OldestServer = 160000;

    private readonly string _connectionString;

    /// <param name="connectionString">A user that owns the database or may create roles, schemas and extensions in it.</param>
    /// <exception cref="ThreeDbException"><c>TDB6003</c>: it is no connection string.</exception>
    public Migrator(string connectionString)
    {
        var settings = ConnectionText.Parse(connectionString);
        (settings.ApplicationName, settings.Pooling, settings.CommandTimeout) = ("3db migrate", false, 0);
        _connectionString = settings.ConnectionString;
    }

    /// <summary>Applies what is missing and prepares the tables of an embedding model.</summary>
    /// <exception cref="ThreeDbException"><c>TDB4004</c>, <c>TDB4005</c>, <c>TDB4011</c>, <c>TDB4001</c>.</exception>
    public async Task<MigrationReport> RunAsync(ITextEmbedder? embedder, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        try
        {
            var connection = await AdminConnection.OpenAsync(_connectionString, cancellationToken).ConfigureAwait(false);
            await using var _ = connection.ConfigureAwait(false);
            return await RunAsync(connection, embedder, dryRun, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is not ("28P01" or "28000" or "3D000" or "57P03"))
        {
            throw new ThreeDbException(ErrorCodes.MigrationFailed, $"PostgreSQL refused a migration: {e.MessageText} ({e.SqlState}).",
                e.SqlState == PostgresErrorCodes.InsufficientPrivilege ? Remedies.Privileges : null, inner: e);
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: false) is { } translated)
        {
            throw translated;
        }
    }

    private static async Task<MigrationReport> RunAsync(
        NpgsqlConnection connection, ITextEmbedder? embedder, bool dryRun, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion.Major < OldestServer / 10000)
        {
            throw new ThreeDbException(ErrorCodes.MigrationFailed,
                $"PostgreSQL {connection.PostgreSqlVersion} is too old.", "3db needs PostgreSQL 16 or newer.");
        }

        var sql = new AdminSql(connection, cancellationToken);
        if (dryRun)
        {
            var present = await AppliedAsync(sql).ConfigureAwait(false);
            return await ReportAsync(sql, connection, Names(Missing(present)), present).ConfigureAwait(false);
        }

        await sql.RunAsync($"select pg_advisory_lock({Lock})").ConfigureAwait(false);
        var applied = await AppliedAsync(sql).ConfigureAwait(false);
        var missing = Missing(applied);
        if (missing.Count > 0)
        {
            await PrepareAsync(sql).ConfigureAwait(false);
            foreach (var migration in missing)
            {
                await ApplyAsync(sql, migration).ConfigureAwait(false);
                applied[migration.Number] = migration.Checksum;
            }

            await RefreshStatisticsAsync(sql).ConfigureAwait(false);
        }

        await sql.RunAsync("select threedb.make_change_partitions()").ConfigureAwait(false);
        if (embedder is not null)
        {
            await VectorTable.EnsureAsync(sql, embedder.Model, embedder.Dimension).ConfigureAwait(false);
        }

        return await ReportAsync(sql, connection, Names(missing), applied).ConfigureAwait(false);
    }

    // A step may say what statistics are to say. Table by table: the change log waits for each transaction.
    private static async Task RefreshStatisticsAsync(AdminSql sql)
    {
        var tables = new List<string>();
        await sql.EachAsync("select c.oid::regclass::text from pg_class c where c.relnamespace = 'threedb'::regnamespace and c.relkind = 'r' and c.reltuples > 0 order by 1",
            row => tables.Add(row.GetString(0))).ConfigureAwait(false);
        foreach (var table in tables)
        {
            await sql.RunAsync($"begin; set local role {PostgresOptions.OwnerRole}; analyze {table}; commit").ConfigureAwait(false);
        }
    }

    private static async Task<Dictionary<int, string>> AppliedAsync(AdminSql sql)
    {
        var applied = new Dictionary<int, string>();
        if (await sql.ScalarAsync("select to_regclass('threedb.migration')::text").ConfigureAwait(false) is not null)
        {
            await sql.EachAsync("select number, checksum from threedb.migration order by number",
                row => applied.Add(row.GetInt32(0), row.GetString(1))).ConfigureAwait(false);
        }

        return applied;
    }

    private static List<Migration> Missing(Dictionary<int, string> applied)
    {
        if (applied.Keys.Where(number => Migration.All.All(m => m.Number != number)).ToList() is { Count: > 0 } unknown)
        {
            throw new ThreeDbException(ErrorCodes.SchemaTooNew,
                $"The database has step {unknown.Max()} of the schema; this 3db knows {Migration.All[^1].Number}.");
        }

        foreach (var migration in Migration.All)
        {
            if (applied.TryGetValue(migration.Number, out var checksum) && checksum != migration.Checksum)
            {
                throw new ThreeDbException(ErrorCodes.MigrationFailed,
                    $"Step {migration.Number:0000} of the schema was applied with another text than this 3db has.",
                    "The database was made by a development build; make a new one, or use the build that made it.");
            }
        }

        return [.. Migration.All.Where(migration => !applied.ContainsKey(migration.Number))];
    }

    private static async Task PrepareAsync(AdminSql sql)
    {
        foreach (var role in new[] { PostgresOptions.OwnerRole, PostgresOptions.AppRole })
        {
            if (await sql.ScalarAsync("select 1 from pg_roles where rolname = $1", role).ConfigureAwait(false) is null)
            {
                await CreateRoleAsync(sql, role).ConfigureAwait(false);
            }

            if (await sql.ScalarAsync("select pg_has_role(current_user, $1, 'set')", role).ConfigureAwait(false) is not true)
            {
                await sql.RunAsync($"grant {role} to current_user").ConfigureAwait(false);
            }
        }

        await LetSeeSessionsAsync(sql).ConfigureAwait(false);
        await sql.RunAsync("create extension if not exists btree_gin schema public").ConfigureAwait(false);
        if (await sql.ScalarAsync("select 1 from pg_available_extensions where name = 'vector'").ConfigureAwait(false) is not null)
        {
            await sql.RunAsync("create extension if not exists vector schema public").ConfigureAwait(false);
        }

        await sql.RunAsync($"create schema if not exists threedb authorization {PostgresOptions.OwnerRole}").ConfigureAwait(false);
        await sql.RunAsync($"""
            set role {PostgresOptions.OwnerRole};
            grant usage on schema threedb to {PostgresOptions.AppRole};
            create table if not exists threedb.migration (
                number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now());
            grant select on threedb.migration to {PostgresOptions.AppRole};
            reset role
            """).ConfigureAwait(false);
    }

    // Roles belong to the whole server and the lock of migrations to one database: another database may be prepared at the same moment.
    private static async Task CreateRoleAsync(AdminSql sql, string role)
    {
        try
        {
            await sql.RunAsync($"create role {role} nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls").ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // It is there now, which is all that was wanted.
        }
    }

    // Only to say of the session that holds the change log back what it is; without it, which one it is must do.
    private static async Task LetSeeSessionsAsync(AdminSql sql)
    {
        try
        {
            if (await sql.ScalarAsync("select pg_has_role($1, 'pg_read_all_stats', 'usage')", PostgresOptions.OwnerRole).ConfigureAwait(false) is not true)
            {
                await sql.RunAsync($"grant pg_read_all_stats to {PostgresOptions.OwnerRole}").ConfigureAwait(false);
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.InternalError)
        {
            // The user may not grant it, or another database of the server grants it at this moment.
        }
    }

    private static async Task ApplyAsync(AdminSql sql, Migration migration)
    {
        await sql.RunAsync($"begin; set local role {PostgresOptions.OwnerRole}").ConfigureAwait(false);
        await sql.RunAsync(migration.Sql).ConfigureAwait(false);
        await sql.RunAsync("insert into threedb.migration (number, name, checksum) values ($1, $2, $3)",
            migration.Number, migration.Name, migration.Checksum).ConfigureAwait(false);
        await sql.RunAsync("commit").ConfigureAwait(false);
    }

    private static async Task<MigrationReport> ReportAsync(
        AdminSql sql, NpgsqlConnection connection, IReadOnlyList<string> names, Dictionary<int, string> applied)
    {
        var vector = await sql.ScalarAsync("select 1 from pg_extension where extname = 'vector'").ConfigureAwait(false) is not null;
        var version = connection.PostgreSqlVersion.ToString(2);
        return new MigrationReport(applied.Count == 0 ? 0 : applied.Keys.Max(), names, vector, version);
    }

    private static List<string> Names(IEnumerable<Migration> migrations) =>
        [.. migrations.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Number:0000} {m.Name}"))];

    private static class Remedies
    {
        public const string Privileges =
            "Let an administrator run: create role threedb_owner nologin; create role threedb_app nologin; " +
            "grant threedb_owner, threedb_app to <user>; grant pg_read_all_stats to threedb_owner; create extension btree_gin; create extension vector; grant create on database <name> to <user>, threedb_owner;";
    }
}
