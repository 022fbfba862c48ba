namespace ThreeDb.Postgres;

/// <summary>The table of one embedding model: its dimension is part of the column's type.</summary>
internal static class VectorTable
{
    // A row must fit into a page of 8 kB to be stored in line, where a scan reads it fastest.
    private const int LargestInline = 1900;

    public static string NameOf(string model) => "threedb.vector_" + model;

    /// <summary>Makes the table, or checks that it has the dimension of the model.</summary>
    public static async Task EnsureAsync(AdminSql sql, string model, int dimension)
    {
        var known = await sql.ScalarAsync("select dimension from threedb.embedding_model where model = $1", model).ConfigureAwait(false);
        if (known is int before)
        {
            if (before != dimension)
            {
                throw new ThreeDbException(ErrorCodes.EmbeddingModelMismatch,
                    $"The embedding model '{model}' gives vectors of {dimension} numbers; the database holds vectors of {before} under that name.");
            }

            return;
        }

        var extension = await sql.ScalarAsync("select 1 from pg_extension where extname = 'vector'").ConfigureAwait(false) is not null;
        var table = NameOf(model);
        await sql.RunAsync($"""
            begin;
            set local role {PostgresOptions.OwnerRole};
            create table {table} (
                tenant_id int not null,
                seq       bigint not null,
                type      text collate "C" not null,
                text_hash uuid not null,
                embedding {(extension ? $"public.vector({dimension})" : "real[]")} not null,
                primary key (tenant_id, seq)
            );
            comment on table {table} is 'Vectors of live entities. text_hash: of the text that made the vector. No index: searched exactly.';
            {(extension && dimension <= LargestInline ? $"alter table {table} alter column embedding set storage plain;" : "")}
            alter table {table} enable row level security;
            create policy tenant_isolation on {table} to {PostgresOptions.AppRole}
                using (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int)
                with check (tenant_id = nullif(current_setting('threedb.tenant', true), '')::int);
            grant select, insert, update, delete on {table} to {PostgresOptions.AppRole};
            insert into threedb.embedding_model (model, dimension) values ('{model}', {dimension});
            commit
            """).ConfigureAwait(false);
    }
}
