using System.Text.Json;
using ThreeDb.Changes;
using ThreeDb.Sync;

namespace ThreeDb.Postgres;

/// <summary>A row of <c>projection</c>: what the runner compares stands in columns, the rest of its progress in one document.</summary>
internal static class ProjectionRow
{
    /// <summary>The key of a projection's advisory lock; <c>p</c> is the projection.</summary>
    public const string LockKey = "hashtextextended(p.name, p.tenant_id)";

    /// <summary>Whether a session holds the lock of the projection <c>p</c>.</summary>
    public const string IsLed = $"""
        exists (select 1 from pg_locks l join pg_database b on b.oid = l.database
            where l.locktype = 'advisory' and l.objsubid = 1 and l.granted and b.datname = current_database()
              and ((l.classid::bigint << 32) | l.objid::bigint) = {LockKey})
        """;

    private const string Columns = """
        select p.name, p.kind, p.settings, p.rules, p.settings_version, p.rules_version, p.paused, p.dropping,
            p.rebuilds_wanted, p.reconciles_wanted, p.resumes_wanted, p.epoch, p.database_epoch, p.checkpoint_xid, p.checkpoint_ordinal,
            p.settings_done, p.rules_done, p.rebuilds_done, p.reconciles_done, p.progress, p.progress_at,
            (select count(*) from threedb.dead_letter d where d.tenant_id = $1 and d.projection = p.name),
            (select r.report from threedb.reconcile_report r where r.tenant_id = $1 and r.projection = p.name and r.report->>'cause' <> 'rebuild' order by r.number desc limit 1), p.asked_at,
            (select jsonb_object_agg(t.name, t.definition->>'consistency') from threedb.entity_type t where t.tenant_id = $1 and t.definition->>'consistency' <> 'session')
        """;

    /// <summary>All projections of the tenant <c>$1</c>, by name.</summary>
    public const string SelectAll = $"{Columns}, {IsLed} from threedb.projection p where p.tenant_id = $1 order by p.name";

    /// <summary>The projection <c>$2</c> of the tenant <c>$1</c>, for its leader.</summary>
    public const string SelectLed = $"{Columns}, true from threedb.projection p where p.tenant_id = $1 and p.name = $2";

    /// <summary>Stores the progress of a projection whose epoch is <c>$3</c>; no row where another leads.</summary>
    public const string Save = """
        update threedb.projection set database_epoch = $4, checkpoint_xid = $5, checkpoint_ordinal = $6,
            settings_done = $7, rules_done = $8, rebuilds_done = $9, reconciles_done = $10, progress = $11, progress_at = clock_timestamp()
        where tenant_id = $1 and name = $2 and epoch = $3 returning 1
        """;

    /// <summary>Removes a projection whose epoch is <c>$3</c>; no row where another leads.</summary>
    public const string Delete = "delete from threedb.projection where tenant_id = $1 and name = $2 and epoch = $3 returning 1";

    public static ProjectionRecord Read(TenantReader reader) => new()
    {
        Name = reader.Get<string>(0),
        Definition = new ProjectionDefinition
        {
            Kind = reader.Get<string>(1),
            Settings = reader.JsonOrNull(2),
            Rules = reader.JsonOrNull(3)?.Deserialize<SyncRules>(ThreeDbJson.Options),
        },
        SettingsVersion = reader.Get<long>(4),
        RulesVersion = reader.Get<long>(5),
        Paused = reader.Get<bool>(6),
        Dropping = reader.Get<bool>(7),
        RebuildsWanted = reader.Get<long>(8),
        ReconcilesWanted = reader.Get<long>(9),
        ResumesWanted = reader.Get<long>(10),
        Epoch = reader.Get<long>(11),
        Progress = reader.IsNull(12) ? null : Progress(reader),
        ProgressAt = reader.TimeOrNull(20),
        Parked = reader.Get<long>(21),
        LastReconcile = reader.JsonOrNull(22)?.Deserialize<ReconcileReport>(ThreeDbJson.Options),
        AskedAt = reader.TimeOrNull(23)!.Value,
        Consistencies = reader.JsonOrNull(24)?.Deserialize<Dictionary<string, Consistency>>(ThreeDbJson.Options) ?? [],
        IsLed = reader.Get<bool>(25),
    };

    /// <summary>Adds the parameters of <see cref="Save"/> from the fourth on.</summary>
    public static void Bind(TenantBatch.Statement statement, ProjectionProgress progress) => statement
        .Long(progress.DatabaseEpoch)
        .Point(progress.Checkpoint)
        .Long(progress.SettingsDone)
        .Long(progress.RulesDone)
        .Long(progress.RebuildsDone)
        .Long(progress.ReconcilesDone)
        .Json(ProgressDocument.Write(progress));

    private static ProjectionProgress Progress(TenantReader reader) => ProgressDocument.Read(reader.Json(19)) with
    {
        DatabaseEpoch = (uint)reader.Get<long>(12),
        Checkpoint = new LogPoint(reader.Get<ulong>(13), reader.Get<int>(14)),
        SettingsDone = reader.Get<long>(15),
        RulesDone = reader.Get<long>(16),
        RebuildsDone = reader.Get<long>(17),
        ReconcilesDone = reader.Get<long>(18),
    };
}
