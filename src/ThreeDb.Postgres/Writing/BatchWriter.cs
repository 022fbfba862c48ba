using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Writes a planned batch: one transaction, one round trip, a constant number of statements.</summary>
/// <remarks>Every statement expects the rows as they were read. Where another transaction came first, the database refuses the whole batch, which is then read and planned again.</remarks>
internal sealed class BatchWriter(VectorColumn vectors)
{
    /// <summary>Adds the statements. The first one gives the transaction id and the time.</summary>
    /// <param name="batch">Where they go.</param>
    /// <param name="plan">What is written.</param>
    /// <param name="presumedLive">Entities that the plan presumes to be live.</param>
    public void Ask(TenantBatch batch, WritePlan plan, List<long> presumedLive)
    {
        batch.Add("select threedb.begin_write($1, $2), clock_timestamp()").Int(batch.Tenant).Long(plan.Generation);
        if (presumedLive.Count > 0)
        {
            batch.Add("select threedb.expect_rows((select count(*) from threedb.entity where tenant_id = $1 and seq = any ($2) and state = 1), $3)")
                .Int(batch.Tenant).Array([.. presumedLive], NpgsqlDbType.Bigint).Long(presumedLive.Count);
        }

        InsertEntities(batch, plan.NewEntities);
        UpdateEntities(batch, plan.ChangedEntities);
        DeleteRelations(batch, plan.RelationsGone);
        InsertRelations(batch, plan.NewRelations);
        UpdateRelations(batch, plan.ChangedRelations);
        WriteSides(batch, plan.Sides);
        InsertEntityChanges(batch, plan);
        InsertRelationChanges(batch, plan);
        InsertAnswers(batch, plan.Answers);
    }

    private static void InsertEntities(TenantBatch batch, List<EntityRow> rows)
    {
        if (rows.Count > 0)
        {
            batch.Add("""
                insert into threedb.entity (tenant_id, seq, id, state, type, project, data, version, created_at, created_by, updated_at, updated_by)
                select $1, u.* from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) u
                """).Int(batch.Tenant)
                .Array(Map(rows, row => row.Seq), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => row.Id), NpgsqlDbType.Text)
                .Array(Map(rows, row => (short)row.Now.State), NpgsqlDbType.Smallint)
                .Array(Map(rows, row => row.Now.Type), NpgsqlDbType.Text)
                .Array(Map(rows, row => row.Now.Project), NpgsqlDbType.Text)
                .Array(Map(rows, row => row.Now.Document?.Json), "jsonb")
                .Array(Map(rows, row => row.Now.Version), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => Known(row.Now, row.Now.CreatedAt)), NpgsqlDbType.TimestampTz)
                .Array(Map(rows, row => row.Now.State == EntityState.Stub ? null : row.Now.CreatedBy), NpgsqlDbType.Text)
                .Array(Map(rows, row => Known(row.Now, row.Now.UpdatedAt)), NpgsqlDbType.TimestampTz)
                .Array(Map(rows, row => row.Now.State == EntityState.Stub ? null : row.Now.UpdatedBy), NpgsqlDbType.Text);
        }
    }

    private static DateTime? Known(EntityImage image, DateTimeOffset time) => image.State == EntityState.Stub ? null : time.UtcDateTime;

    private static void UpdateEntities(TenantBatch batch, List<EntityRow> rows)
    {
        if (rows.Count > 0)
        {
            batch.Add("""
                with changed as (
                    update threedb.entity e
                    set state = u.state, type = u.type, project = u.project, data = u.data, version = u.version,
                        created_at = u.created_at, created_by = u.created_by, updated_at = u.updated_at, updated_by = u.updated_by
                    from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                        u(seq, old_version, old_state, state, type, project, data, version, created_at, created_by, updated_at, updated_by)
                    where e.tenant_id = $1 and e.seq = u.seq and e.version = u.old_version and e.state = u.old_state
                    returning 1)
                select threedb.expect_rows((select count(*) from changed), $14)
                """).Int(batch.Tenant)
                .Array(Map(rows, row => row.Seq), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => row.Stored!.Version), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => (short)row.Stored!.State), NpgsqlDbType.Smallint)
                .Array(Map(rows, row => (short)row.Now.State), NpgsqlDbType.Smallint)
                .Array(Map(rows, row => row.Now.Type), NpgsqlDbType.Text)
                .Array(Map(rows, row => row.Now.Project), NpgsqlDbType.Text)
                .Array(Map(rows, row => row.Now.Document?.Json), "jsonb")
                .Array(Map(rows, row => row.Now.Version), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => row.Now.CreatedAt.UtcDateTime), NpgsqlDbType.TimestampTz)
                .Array(Map(rows, row => row.Now.CreatedBy), NpgsqlDbType.Text)
                .Array(Map(rows, row => row.Now.UpdatedAt.UtcDateTime), NpgsqlDbType.TimestampTz)
                .Array(Map(rows, row => row.Now.UpdatedBy), NpgsqlDbType.Text)
                .Long(rows.Count);
        }
    }

    private static void DeleteRelations(TenantBatch batch, List<RelationRow> rows)
    {
        if (rows.Count > 0)
        {
            Keys(batch.Add("""
                with gone as (
                    delete from threedb.relation r using unnest($2, $3, $4, $5, $6) u(src, type, dst, key, old_version)
                    where r.tenant_id = $1 and r.src = u.src and r.type = u.type and r.dst = u.dst and r.key = u.key and r.version = u.old_version
                    returning 1)
                select threedb.expect_rows((select count(*) from gone), $7)
                """).Int(batch.Tenant), rows)
                .Array(Map(rows, row => row.Stored!.Version), NpgsqlDbType.Bigint)
                .Long(rows.Count);
        }
    }

    private static void InsertRelations(TenantBatch batch, List<RelationRow> rows)
    {
        if (rows.Count > 0)
        {
            Images(Keys(batch.Add("""
                insert into threedb.relation (tenant_id, src, type, dst, key, data, weight, valid_from, valid_to, version)
                select $1, u.* from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10) u
                """).Int(batch.Tenant), rows), rows);
        }
    }

    private static void UpdateRelations(TenantBatch batch, List<RelationRow> rows)
    {
        if (rows.Count > 0)
        {
            Images(Keys(batch.Add("""
                with changed as (
                    update threedb.relation r
                    set data = u.data, weight = u.weight, valid_from = u.valid_from, valid_to = u.valid_to, version = u.version
                    from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11) u(src, type, dst, key, data, weight, valid_from, valid_to, version, old_version)
                    where r.tenant_id = $1 and r.src = u.src and r.type = u.type and r.dst = u.dst and r.key = u.key and r.version = u.old_version
                    returning 1)
                select threedb.expect_rows((select count(*) from changed), $12)
                """).Int(batch.Tenant), rows), rows)
                .Array(Map(rows, row => row.Stored!.Version), NpgsqlDbType.Bigint)
                .Long(rows.Count);
        }
    }

    private void WriteSides(TenantBatch batch, SideRows sides)
    {
        if (sides.TextsGone.Count > 0)
        {
            batch.Add("delete from threedb.entity_text where tenant_id = $1 and seq = any ($2)")
                .Int(batch.Tenant).Array([.. sides.TextsGone], NpgsqlDbType.Bigint);
        }

        if (sides.Texts.Count > 0)
        {
            batch.Add($"""
                insert into threedb.entity_text (tenant_id, seq, type, tsv) select $1, u.* from unnest($2, $3, $4) u
                {(sides.TextsAreNew ? "" : "on conflict (tenant_id, seq) do update set type = excluded.type, tsv = excluded.tsv")}
                """).Int(batch.Tenant)
                .Array(Map(sides.Texts, row => row.Seq), NpgsqlDbType.Bigint)
                .Array(Map(sides.Texts, row => row.Type), NpgsqlDbType.Text)
                .Array(Map(sides.Texts, row => new PgBinary(row.Vector)), "tsvector");
        }

        if (sides.VectorsGone.Count > 0)
        {
            batch.Add($"delete from {vectors.Table} where tenant_id = $1 and seq = any ($2)")
                .Int(batch.Tenant).Array([.. sides.VectorsGone], NpgsqlDbType.Bigint);
        }

        if (sides.Vectors.Count > 0)
        {
            // Without pgvector the numbers of all vectors travel as one array, which the statement cuts.
            var embedding = vectors.IsNative ? "u.embedding" : $"$5[(u.i - 1) * {vectors.Dimension} + 1 : u.i * {vectors.Dimension}]";
            var rows = vectors.IsNative ? "unnest($2, $3, $4, $5) u(seq, type, text_hash, embedding)" : "unnest($2, $3, $4) with ordinality u(seq, type, text_hash, i)";
            var statement = batch.Add($"""
                insert into {vectors.Table} (tenant_id, seq, type, text_hash, embedding) select $1, u.seq, u.type, u.text_hash, {embedding} from {rows}
                {(sides.VectorsAreNew ? "" : "on conflict (tenant_id, seq) do update set type = excluded.type, text_hash = excluded.text_hash, embedding = excluded.embedding")}
                """).Int(batch.Tenant)
                .Array(Map(sides.Vectors, row => row.Seq), NpgsqlDbType.Bigint)
                .Array(Map(sides.Vectors, row => row.Type), NpgsqlDbType.Text)
                .Array(Map(sides.Vectors, row => row.TextHash), NpgsqlDbType.Uuid);
            _ = vectors.IsNative
                ? statement.Array(Map(sides.Vectors, row => VectorColumn.ToBinary(row.Embedding)), "vector")
                : statement.Array(sides.Vectors.SelectMany(row => row.Embedding).ToArray(), NpgsqlDbType.Real);
        }
    }

    private static void InsertEntityChanges(TenantBatch batch, WritePlan plan)
    {
        var rows = plan.EntityChanges;
        if (rows.Count > 0)
        {
            batch.Add("""
                insert into threedb.change (tenant_id, kind, ordinal, at, actor, op, seq, type, project, version, snapshot, patch)
                select $1, 0, $2 + u.i, u.at, u.actor, u.op, u.seq, u.type, u.project, u.version, u.snapshot, u.patch
                from unnest($3, $4, $5, $6, $7, $8, $9, $10, $11) with ordinality u(at, actor, op, seq, type, project, version, snapshot, patch, i)
                """).Int(batch.Tenant).Int(plan.FirstOrdinal)
                .Array(Map(rows, row => row.At.UtcDateTime), NpgsqlDbType.TimestampTz)
                .Array(Map(rows, row => row.Actor), NpgsqlDbType.Text)
                .Array(Map(rows, row => (short)row.Operation), NpgsqlDbType.Smallint)
                .Array(Map(rows, row => row.Seq), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => row.Type), NpgsqlDbType.Text)
                .Array(Map(rows, row => row.Project), NpgsqlDbType.Text)
                .Array(Map(rows, row => row.Version), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => row.Before.Snapshot), "jsonb")
                .Array(Map(rows, row => row.Before.Patch), "jsonb");
        }
    }

    private static void InsertRelationChanges(TenantBatch batch, WritePlan plan)
    {
        var rows = plan.RelationChanges;
        if (rows.Count > 0)
        {
            Keys(batch.Add("""
                insert into threedb.change (tenant_id, kind, ordinal, at, actor, op, seq, type, dst, key, cause, cause_version, version, snapshot)
                select $1, 1, $2 + u.i, $3, u.actor, u.op, u.src, u.type, u.dst, u.key, u.cause, u.cause_version, u.version, u.snapshot
                from unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13) with ordinality u(src, type, dst, key, actor, op, cause, cause_version, version, snapshot, i)
                """).Int(batch.Tenant).Int(plan.FirstOrdinal + plan.EntityChanges.Count).Time(plan.At), rows)
                .Array(Map(rows, row => row.Actor), NpgsqlDbType.Text)
                .Array(Map(rows, row => (short)(row.Stored is null ? ChangeOperation.Created : row.Now is null ? ChangeOperation.Deleted : ChangeOperation.Updated)), NpgsqlDbType.Smallint)
                .Array(Map(rows, row => row.Cause?.Seq), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => row.Cause?.Version), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => row.Now?.Version ?? row.Stored!.Version + 1), NpgsqlDbType.Bigint)
                .Array(Map(rows, RelationSnapshot.Of), "jsonb");
        }
    }

    private static void InsertAnswers(TenantBatch batch, List<(IdempotencyRequest Request, PgJson Result)> answers)
    {
        if (answers.Count > 0)
        {
            batch.Add("insert into threedb.idempotency (tenant_id, key, fingerprint, result) select $1, u.* from unnest($2, $3, $4) u")
                .Int(batch.Tenant)
                .Array(Map(answers, answer => answer.Request.Key), NpgsqlDbType.Text)
                .Array(Map(answers, answer => answer.Request.Fingerprint), NpgsqlDbType.Bytea)
                .Array(Map(answers, answer => answer.Result), "jsonb");
        }
    }

    private static TenantBatch.Statement Keys(TenantBatch.Statement statement, List<RelationRow> rows) => statement
        .Array(Map(rows, row => row.Key.Source), NpgsqlDbType.Bigint)
        .Array(Map(rows, row => row.Key.Type), NpgsqlDbType.Text)
        .Array(Map(rows, row => row.Key.Target), NpgsqlDbType.Bigint)
        .Array(Map(rows, row => row.Key.Key), NpgsqlDbType.Text);

    private static TenantBatch.Statement Images(TenantBatch.Statement statement, List<RelationRow> rows) => statement
        .Array(Map(rows, row => RelationSnapshot.Data(row.Now!)), "jsonb")
        .Array(Map(rows, row => row.Now!.Weight), NpgsqlDbType.Double)
        .Array(Map(rows, row => row.Now!.ValidFrom?.UtcDateTime), NpgsqlDbType.TimestampTz)
        .Array(Map(rows, row => row.Now!.ValidTo?.UtcDateTime), NpgsqlDbType.TimestampTz)
        .Array(Map(rows, row => row.Now!.Version), NpgsqlDbType.Bigint);

    private static TOut[] Map<TIn, TOut>(List<TIn> rows, Func<TIn, TOut> map)
    {
        var mapped = new TOut[rows.Count];
        for (var i = 0; i < mapped.Length; i++)
        {
            mapped[i] = map(rows[i]);
        }

        return mapped;
    }
}
