namespace ThreeDb.Postgres.Tests;

/// <summary>What the catalogue of PostgreSQL must say about the schema, so that no tenant can see another or slow it down. Each rule finds what breaks it.</summary>
internal static class CatalogueRules
{
    /// <summary>Tables that belong to no tenant, and why they may be read by all.</summary>
    private const string Shared = "('setting', 'embedding_model', 'migration')";

    private static readonly (string Name, string Sql)[] Rules =
    [
        ("has no tenant_id as its first column", $"""
            select c.relname::text from {Tables} and c.relname not in {Shared} and not exists (
                select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnum = 1 and a.attnotnull)
            """),
        ("is shared and can be written by the store", $"""
            select c.relname::text from {Tables} and c.relname in {Shared} and (has_table_privilege('threedb_app', c.oid, 'insert')
                or has_table_privilege('threedb_app', c.oid, 'update') or has_table_privilege('threedb_app', c.oid, 'delete'))
            """),
        ("can be reached by the store without row-level security", $"""
            select c.relname::text from {Tables} and c.relname not in {Shared} and {Reached} and not c.relrowsecurity
            """),
        ("can be reached by the store and has no policy about the tenant", $"""
            select c.relname::text from {Tables} and c.relname not in {Shared} and {Reached} and not exists (
                select 1 from pg_policy p where p.polrelid = c.oid and 'threedb_app'::regrole = any (p.polroles) and p.polcmd = '*'
                and pg_get_expr(p.polqual, p.polrelid) like '(tenant_id = (NULLIF(current_setting(''threedb.tenant''%')
            """),
        ("has a policy that lets more rows pass", """
            select p.polrelid::regclass::text || '.' || p.polname from pg_policy p join pg_class c on c.oid = p.polrelid
            where c.relnamespace = 'threedb'::regnamespace and p.polpermissive and (
                pg_get_expr(p.polqual, p.polrelid) not like '(tenant_id = (NULLIF(current_setting(''threedb.tenant''%'
                or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid)) <> pg_get_expr(p.polqual, p.polrelid))
            """),
        // Row-level security is not forced: the functions of the owner look over all tenants by design, and nobody logs in as the owner.
        ("owns tables without being bound by row-level security, and can log in or is inherited", """
            select r.rolname::text from pg_roles r where r.rolname = 'threedb_owner' and (r.rolcanlogin or r.rolsuper or r.rolbypassrls
                or pg_has_role('threedb_app', r.oid, 'member'))
            """),
        // Found before the tenant is known: a key by its random name, a tenant by its name.
        ("is an index that does not begin with the tenant", """
            select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid
            where c.relnamespace = 'threedb'::regnamespace and c.relname not in ('setting', 'embedding_model', 'migration')
              and i.indexrelid::regclass::text not in ('threedb.api_key_by_key_id', 'threedb.tenant_name_key')
              and (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0]) is distinct from 'tenant_id'
            """),
        ("is planned by the size of the average tenant", $"""
            select c.relname::text from {Tables} and c.relname not in {Shared} and c.relname <> 'tenant' and c.relname not like 'vector\_%' and not exists (
                select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and 'n_distinct=1' = any (a.attoptions))
            """),
        ("is a foreign key that leaves the tenant out", """
            select conname::text from pg_constraint where connamespace = 'threedb'::regnamespace and contype = 'f'
              and (select a.attname from pg_attribute a where a.attrelid = conrelid and a.attnum = conkey[1]) is distinct from 'tenant_id'
            """),
        ("is a view with the rights of its owner", """
            select c.relname::text from pg_class c where c.relnamespace = 'threedb'::regnamespace
              and (c.relkind = 'm' or (c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false)))
            """),
        ("does not belong to the owner", """
            select c.relname::text from pg_class c where c.relnamespace = 'threedb'::regnamespace and c.relowner <> 'threedb_owner'::regrole
            union all select p.proname::text from pg_proc p where p.pronamespace = 'threedb'::regnamespace and p.proowner <> 'threedb_owner'::regrole
            union all select n.nspname::text from pg_namespace n where n.nspname = 'threedb' and n.nspowner <> 'threedb_owner'::regrole
            """),
        ("runs as the owner and takes its search path from the caller", """
            select p.proname::text from pg_proc p where p.pronamespace = 'threedb'::regnamespace and p.prosecdef
              and not coalesce('search_path=pg_catalog, pg_temp' = any (p.proconfig), false)
            """),
        ("is granted to everybody", """
            select x.name from (
                select c.relname::text as name, c.relacl as acl from pg_class c where c.relnamespace = 'threedb'::regnamespace
                union all select p.proname::text, coalesce(p.proacl, acldefault('f', p.proowner)) from pg_proc p where p.pronamespace = 'threedb'::regnamespace
                union all select n.nspname::text, n.nspacl from pg_namespace n where n.nspname = 'threedb'
                union all select c.relname || '.' || a.attname, a.attacl from pg_attribute a join pg_class c on c.oid = a.attrelid
                    where c.relnamespace = 'threedb'::regnamespace) x, aclexplode(x.acl) e
            where e.grantee = 0
            """),
        ("can be truncated, referenced or given triggers by the store", $"""
            select c.relname::text from {Tables} and (has_table_privilege('threedb_app', c.oid, 'truncate')
                or has_table_privilege('threedb_app', c.oid, 'references') or has_table_privilege('threedb_app', c.oid, 'trigger'))
            """),
        ("is history that the store can change", $"""
            select c.relname::text from {Tables} and c.relname like 'change%'
              and (has_any_column_privilege('threedb_app', c.oid, 'update') or has_table_privilege('threedb_app', c.oid, 'delete'))
            """),
        ("is the store's role and may more than work with rows", """
            select r.rolname::text from pg_roles r where r.rolname = 'threedb_app' and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication)
            union all select m.roleid::regrole::text from pg_auth_members m where m.member = 'threedb_app'::regrole
            union all select 'creates in threedb' where has_schema_privilege('threedb_app', 'threedb', 'create')
            union all select d.classid::regclass::text from pg_shdepend d where d.refobjid = 'threedb_app'::regrole and d.deptype = 'o'
                and d.dbid = (select oid from pg_database where datname = current_database())
            """),
    ];

    private static string Tables => "pg_class c where c.relnamespace = 'threedb'::regnamespace and c.relkind in ('r', 'p', 'f')";

    private static string Reached => "has_any_column_privilege('threedb_app', c.oid, 'select, insert, update, references')";

    /// <summary>What breaks a rule: the object and how.</summary>
    public static async Task<List<string>> FaultsAsync(Sql sql)
    {
        var faults = new List<string>();
        foreach (var (name, query) in Rules)
        {
            faults.AddRange((await sql.ColumnAsync<string>(query)).Select(found => $"{found} {name}"));
        }

        return faults;
    }
}
