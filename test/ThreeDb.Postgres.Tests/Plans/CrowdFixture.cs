using System.Text.Json;
using Microsoft.Extensions.Logging;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Postgres.Tests;

/// <summary>A thousand tenants of ten entities, and the tenant <c>default</c> with 100,000; the plans of all statements are kept.</summary>
public sealed class CrowdFixture : EngineFixture
{
    private const int First = 1_000_000;

    private const string Plan = "plan:\n";

    private readonly CollectedLog _log = new(LogLevel.Debug);

    /// <summary>Entities of the tenant <c>default</c>.</summary>
    public const int Entities = 100_000;

    /// <summary>The plans of all statements so far, each with its <c>Query Text</c> and <c>Plan</c>: auto_explain sends them as notices, and Npgsql logs those.</summary>
    public IEnumerable<JsonElement> Plans =>
        _log.Lines.Where(line => line.Contains(Plan, StringComparison.Ordinal)).Select(line => JsonElement.Parse(line[(line.IndexOf(Plan, StringComparison.Ordinal) + Plan.Length)..]));

    public MemoryEngine Memory { get; } = new();

    protected override ILoggerFactory? Loggers => _log;

    protected override IReadOnlyList<IProjectionFactory> Connectors => [new MemoryProjectionFactory(Memory)];

    // Too small for any graph: walks are made by SQL.
    protected override long? MemoryBudget => 1 << 20;

    /// <summary>The n-th entity of the tenant.</summary>
    public static string Id(int n) => $"x/{First + n}";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var admin = await Sql.AdminAsync(Database);
        await admin.RunAsync($"""
            begin;
            create temporary table crowd on commit drop as
                select 1000 + t as tenant, {First} + n as seq, 10 as many, n from generate_series(1, 1000) t, generate_series(0, 9) n
                union all select {Db.Session.TenantId}, {First} + n, {Entities}, n from generate_series(0, {Entities - 1}) n;
            insert into threedb.entity (tenant_id, seq, id, state, type, data, version, created_at, created_by, updated_at, updated_by)
                select tenant, seq, 'x/' || seq, 1, 'x', jsonb_build_object('n', n), 1, now(), 'crowd', now(), 'crowd' from crowd;
            insert into threedb.entity_text (tenant_id, seq, type, tsv) select tenant, seq, 'x', to_tsvector('simple', 'word w' || n) from crowd;
            insert into threedb.relation (tenant_id, src, type, dst, key, weight, version)
                select tenant, seq, 'NEXT', {First} + (n * 7 + 1) % many, '', 1, 1 from crowd;
            insert into threedb.score (tenant_id, seq, name, value) select tenant, seq, 'importance', n from crowd;
            insert into threedb.change (tenant_id, xid, ordinal, at, actor, kind, op, seq, type, version)
                select tenant, (3 + n / 100)::text::xid8, n % 100, now(), 'crowd', 0, 0, seq, 'x', 1 from crowd;
            commit
            """);
        await admin.RunAsync("vacuum analyze");
        await admin.RunAsync("""
            do $$ declare setting text; begin
                foreach setting in array array['session_preload_libraries = auto_explain', 'auto_explain.log_min_duration = 0', 'auto_explain.log_level = notice',
                    'auto_explain.log_format = json', 'auto_explain.log_nested_statements = on'] loop
                    execute format('alter database %I set %s', current_database(), setting);
                end loop;
            end $$
            """);
        await admin.RunAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
    }
}
