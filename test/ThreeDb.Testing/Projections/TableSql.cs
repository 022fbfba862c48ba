using ThreeDb.Projections;

namespace ThreeDb.Testing;

/// <summary>The statements of a <see cref="TableProjection"/>; each copy has a schema of its own.</summary>
internal sealed class TableSql(ProjectionContext context)
{
    private readonly string _schema = SchemaOf(context);

    public string Create => $"""
        create schema if not exists {_schema};
        create table if not exists {_schema}.fence (epoch bigint not null, number bigint not null, database text not null default '');
        create table if not exists {_schema}.entity (seq bigint primary key, body text not null);
        create table if not exists {_schema}.relation (src bigint, dst bigint, type text collate "C", key text collate "C", body text not null, primary key (src, dst, type, key));
        insert into {_schema}.fence select 0, 0 where not exists (select from {_schema}.fence)
        """;

    /// <summary>Moves the fence on, if it is newer.</summary>
    public string Fence => $"update {_schema}.fence set epoch = $1, number = $2 where (epoch, number) < ($1, $2)";

    /// <summary>The same at the beginning, where the same one may come again.</summary>
    public string Begin => $"update {_schema}.fence set epoch = $1, number = $2, database = case when $3 = '' then database else $3 end where (epoch, number) <= ($1, $2)";

    /// <summary>The database that feeds the copy; no row when there is none.</summary>
    public string FedBy => $"select database from {_schema}.fence";

    /// <summary>Whether there is a copy.</summary>
    public string IsThere => $"select to_regclass('{_schema}.fence') is not null";

    public string RemoveEntities => $"delete from {_schema}.entity where seq = any ($1)";

    public string PutEntities => $"insert into {_schema}.entity select * from unnest($1, $2) on conflict (seq) do update set body = excluded.body";

    public string RemoveRelations => $"delete from {_schema}.relation r using unnest($1, $2, $3, $4) k(src, dst, type, key) where (r.src, r.dst, r.type, r.key) = (k.src, k.dst, k.type, k.key)";

    public string PutRelations => $"insert into {_schema}.relation select * from unnest($1, $2, $3, $4, $5) on conflict (src, dst, type, key) do update set body = excluded.body";

    public string ReadEntities => $"select seq, body from {_schema}.entity where seq >= $1 and seq < $2";

    public string ReadRelations => $"select src, body, dst, type, key from {_schema}.relation where src >= $1 and src < $2";

    public string Drop => $"drop schema if exists {_schema} cascade";

    /// <summary>The schema of a copy.</summary>
    public static string SchemaOf(ProjectionContext context) => $"copy_{RowText.Hash(context.Tenant + "/" + context.Name):x16}";
}
