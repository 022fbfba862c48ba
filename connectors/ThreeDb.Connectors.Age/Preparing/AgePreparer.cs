using Npgsql;
using ThreeDb.Projections;

namespace ThreeDb.Connectors.Age;

/// <summary>Makes and removes what a projection needs in the database: extension, graph, mapping, the role that queries run as.</summary>
internal sealed class AgePreparer(ProjectionContext context, string graph, string reader, string place)
{
    // Grants of two graphs change the same rows of the catalogue, and PostgreSQL lets one of them fail: one at a time, then.
    private const string TakeTurn = "select pg_advisory_xact_lock(7160353264051183)";

    private const string Tables = """
        create schema if not exists threedb_age;
        create table if not exists threedb_age.graph (
          number int generated always as identity primary key,
          name text not null unique,
          tenant text not null,
          projection text not null,
          reader text not null,
          fence_epoch bigint not null,
          fence_number bigint not null);
        create table if not exists threedb_age.label (
          graph int not null references threedb_age.graph on delete cascade,
          kind "char" not null,
          type text not null,
          name text not null,
          primary key (graph, kind, type),
          unique (graph, name));
        do $do$ begin
          if not exists (select from pg_attribute where attrelid = 'threedb_age.graph'::regclass and attname = 'database') then
            alter table threedb_age.graph add column database text not null default '';
          end if;
        end $do$;
        """;

    private const string FedBy = "select database from threedb_age.graph where name = $1";

    // Locked until the end: a newer leader waits, or is met here.
    private const string IsNewer = "select (fence_epoch, fence_number) > ($2, $3) from threedb_age.graph where name = $1 for update";

    // A fence that is as new as the newest is let pass: preparing twice is preparing once.
    private const string Register = """
        insert into threedb_age.graph as held (name, tenant, projection, reader, fence_epoch, fence_number, database) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (name) do update set fence_epoch = excluded.fence_epoch, fence_number = excluded.fence_number,
            database = case when excluded.database = '' then held.database else excluded.database end
          where (held.fence_epoch, held.fence_number) <= (excluded.fence_epoch, excluded.fence_number)
        returning number
        """;

    /// <summary>Idempotent; everything in one transaction.</summary>
    /// <exception cref="ProjectionFencedException">A newer fence was seen.</exception>
    /// <exception cref="ProjectionTakenException">Another database feeds the graph.</exception>
    /// <exception cref="ProjectionLostException">Somebody dropped the graph; it was made again, empty.</exception>
    public async Task PrepareAsync(NpgsqlConnection connection, Fence fence, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ownTransaction = transaction.ConfigureAwait(false);
        await transaction.RunAsync(TakeTurn, cancellationToken).ConfigureAwait(false);
        await RequireOwnInstanceAsync(transaction, cancellationToken).ConfigureAwait(false);
        await transaction.RunAsync("create extension if not exists age", cancellationToken).ConfigureAwait(false);
        await transaction.RunAsync(Tables, cancellationToken).ConfigureAwait(false);
        var fedBy = await transaction.ScalarAsync<string>(FedBy, [graph], cancellationToken).ConfigureAwait(false);
        if (context.MayTakeOver(fedBy))
        {
            await DropAsync(transaction, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            context.RequireOwn(fedBy);
        }

        var wasThere = await transaction.ScalarAsync<bool>("select exists (select from threedb_age.graph where name = $1)", [graph], cancellationToken).ConfigureAwait(false);
        var number = await transaction.ScalarAsync<int?>(Register, [graph, context.Tenant, context.Name, reader, fence.Epoch, fence.Number, context.Compared], cancellationToken)
            .ConfigureAwait(false) ?? throw new ProjectionFencedException("Another leader prepared the graph in Apache AGE.");
        var isThere = await transaction.ScalarAsync<bool>("select exists (select from ag_catalog.ag_graph where name = $1)", [graph], cancellationToken).ConfigureAwait(false);
        if (!isThere)
        {
            await CreateAsync(transaction, number, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await AgeLabels.MendAsync(transaction, new AgeGraph(graph, number), cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        if (wasThere && !isThere)
        {
            throw BatchWriter.Lost(); // Once: from now on there is an empty one.
        }
    }

    /// <summary>Removes all of it. Idempotent.</summary>
    /// <exception cref="ProjectionFencedException">A newer fence was seen.</exception>
    public async Task DropAsync(NpgsqlConnection connection, Fence fence, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ownTransaction = transaction.ConfigureAwait(false);
        await transaction.RunAsync(TakeTurn, cancellationToken).ConfigureAwait(false);
        if (!await transaction.ScalarAsync<bool>("select to_regclass('threedb_age.graph') is not null", [], cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        await transaction.RunAsync(Tables, cancellationToken).ConfigureAwait(false);
        if (!context.IsForeign(await transaction.ScalarAsync<string>(FedBy, [graph], cancellationToken).ConfigureAwait(false)))
        {
            if (await transaction.ScalarAsync<bool>(IsNewer, [graph, fence.Epoch, fence.Number], cancellationToken).ConfigureAwait(false))
            {
                throw new ProjectionFencedException("Another leader prepared the graph in Apache AGE.");
            }

            await DropAsync(transaction, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DropAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        if (await transaction.ScalarAsync<int?>("delete from threedb_age.graph where name = $1 returning number", [graph], cancellationToken)
            .ConfigureAwait(false) is { } number)
        {
            await transaction.RunAsync($"drop table if exists {new AgeGraph(graph, number).NodeTable}", cancellationToken).ConfigureAwait(false);
        }

        await transaction.ScalarAsync<object>("select ag_catalog.drop_graph(name, true) from ag_catalog.ag_graph where name = $1", [graph], cancellationToken)
            .ConfigureAwait(false);
        await transaction.RunAsync($"""
            do $do$ begin
              if exists (select from pg_roles where rolname = '{reader}') then
                drop owned by {reader};
                drop role {reader};
              end if;
            end $do$
            """, cancellationToken).ConfigureAwait(false);
    }

    // Roles belong to the whole instance: they show a source of truth in another database of it, too.
    private async Task RequireOwnInstanceAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string sql = """
            select case
              when to_regnamespace('threedb') is not null then 'its database holds the schema threedb'
              when exists (select from pg_roles where rolname in ('threedb_owner', 'threedb_app')) then 'its instance has the roles of 3db'
              when not exists (select from pg_available_extensions where name = 'age') then 'absent'
              else '' end
            """;
        switch (await transaction.ScalarAsync<string>(sql, [], cancellationToken).ConfigureAwait(false))
        {
            case "":
                return;
            case "absent":
                throw new ThreeDbException(ErrorCodes.InvalidProjection, $"It has no Apache AGE: {place}.",
                    "Install the package postgresql-17-age there, or let '3db demo --with age' run one.");
            case var reason:
                throw new ThreeDbException(ErrorCodes.InvalidProjection,
                    $"It is that of a source of truth: {place}: {reason}. Apache AGE can crash the instance that it runs in.",
                    "Give the connection string of a PostgreSQL instance of its own (3db can run one), and drop the roles threedb_owner and threedb_app there if no 3db uses them.");
        }
    }

    private async Task CreateAsync(NpgsqlTransaction transaction, int number, CancellationToken cancellationToken)
    {
        var known = new AgeGraph(graph, number);
        await transaction.ScalarAsync<object>("select ag_catalog.create_graph($1::name)", [graph], cancellationToken).ConfigureAwait(false);
        await transaction.RunAsync($"""
            delete from threedb_age.label where graph = {number};
            drop table if exists {known.NodeTable};
            create table {known.NodeTable} (seq bigint primary key, label_id int not null);
            do $do$ begin
              if not exists (select from pg_roles where rolname = '{reader}') then
                create role {reader} nologin;
              end if;
              grant {reader} to current_user;
              if not has_schema_privilege('{reader}', 'ag_catalog', 'usage') then
                grant usage on schema ag_catalog to {reader};
              end if;
              if not has_table_privilege('{reader}', 'ag_catalog.ag_label', 'select') then
                grant select on ag_catalog.ag_graph, ag_catalog.ag_label to {reader};
              end if;
            end $do$;
            grant usage on schema {AgeSql.Quoted(graph)} to {reader};
            grant select on all tables in schema {AgeSql.Quoted(graph)} to {reader};
            alter default privileges in schema {AgeSql.Quoted(graph)} grant select on tables to {reader};
            """, cancellationToken).ConfigureAwait(false);
        await AgeLabels.MakeAsync(transaction, known, edge: false, "", cancellationToken).ConfigureAwait(false);
    }
}
