using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Writes a planned batch: one transaction, one round trip, one statement.</summary>
/// <remarks>Every part expects the rows as they were read. Where another transaction came first, the database refuses the whole batch, which is then read and planned again.</remarks>
internal sealed class BatchWriter(WriteParts parts)
{
    /// <summary>Adds the statement. It gives the transaction id and the time.</summary>
    /// <param name="batch">Where it goes.</param>
    /// <param name="plan">What is written.</param>
    /// <param name="presumedLive">Entities that the plan presumes to be live.</param>
    public void Ask(TenantBatch batch, WritePlan plan, List<long> presumedLive)
    {
        batch.HoldTypes();
        var statement = batch.AddWrite(plan.Generation, parts.StatementTexts);
        if (presumedLive.Count > 0)
        {
            statement.Add(WriteParts.Presumed).Array([.. presumedLive], NpgsqlDbType.Bigint).Long(presumedLive.Count);
        }

        InsertEntities(statement, plan.NewEntities);
        UpdateEntities(statement, plan.ChangedEntities);
        DeleteRelations(statement, plan.RelationsGone);
        InsertRelations(statement, plan.NewRelations);
        UpdateRelations(statement, plan.ChangedRelations);
        WriteTexts(statement, plan.Sides);
        WriteVectors(statement, plan.Sides);
        InsertEntityChanges(statement, plan);
        InsertRelationChanges(statement, plan);
        InsertAnswers(statement, plan.Answers);
        DeleteScores(statement, plan.Sides);
        statement.Complete();
    }

    private static void InsertEntities(WriteStatement statement, List<EntityRow> rows)
    {
        if (rows.Count > 0)
        {
            statement.Add(WriteParts.NewEntities)
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

    private static void UpdateEntities(WriteStatement statement, List<EntityRow> rows)
    {
        if (rows.Count > 0)
        {
            statement.Add(WriteParts.ChangedEntities)
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

    private static void DeleteRelations(WriteStatement statement, List<RelationRow> rows)
    {
        if (rows.Count > 0)
        {
            Keys(statement.Add(WriteParts.RelationsGone), rows)
                .Array(Map(rows, row => row.Stored!.Version), NpgsqlDbType.Bigint)
                .Long(rows.Count);
        }
    }

    private static void InsertRelations(WriteStatement statement, List<RelationRow> rows)
    {
        if (rows.Count > 0)
        {
            Images(Keys(statement.Add(WriteParts.NewRelations), rows), rows);
        }
    }

    private static void UpdateRelations(WriteStatement statement, List<RelationRow> rows)
    {
        if (rows.Count > 0)
        {
            Images(Keys(statement.Add(WriteParts.ChangedRelations), rows), rows)
                .Array(Map(rows, row => row.Stored!.Version), NpgsqlDbType.Bigint)
                .Long(rows.Count);
        }
    }

    private static void WriteTexts(WriteStatement statement, SideRows sides)
    {
        if (sides.TextsGone.Count > 0)
        {
            statement.Add(WriteParts.TextsGone).Array([.. sides.TextsGone], NpgsqlDbType.Bigint);
        }

        if (sides.Texts.Count > 0)
        {
            statement.Add(sides.TextsAreNew ? WriteParts.NewTexts : WriteParts.Texts)
                .Array(Map(sides.Texts, row => row.Seq), NpgsqlDbType.Bigint)
                .Array(Map(sides.Texts, row => row.Type), NpgsqlDbType.Text)
                .Array(Map(sides.Texts, row => new PgBinary(row.Vector)), "tsvector");
        }
    }

    private void WriteVectors(WriteStatement statement, SideRows sides)
    {
        if (sides.VectorsGone.Count > 0)
        {
            statement.Add(parts.VectorsGone).Array([.. sides.VectorsGone], NpgsqlDbType.Bigint);
        }

        if (sides.Vectors.Count > 0)
        {
            var added = statement.Add(sides.VectorsAreNew ? parts.NewVectors : parts.Vectors)
                .Array(Map(sides.Vectors, row => row.Seq), NpgsqlDbType.Bigint)
                .Array(Map(sides.Vectors, row => row.Type), NpgsqlDbType.Text)
                .Array(Map(sides.Vectors, row => row.TextHash), NpgsqlDbType.Uuid);
            _ = parts.IsNative
                ? added.Array(Map(sides.Vectors, row => VectorColumn.ToBinary(row.Embedding)), "vector")
                : added.Array(sides.Vectors.SelectMany(row => row.Embedding).ToArray(), NpgsqlDbType.Real);
        }
    }

    private static void InsertEntityChanges(WriteStatement statement, WritePlan plan)
    {
        var rows = plan.EntityChanges;
        if (rows.Count > 0)
        {
            statement.Add(WriteParts.EntityChanges).Int(plan.FirstOrdinal)
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

    private static void InsertRelationChanges(WriteStatement statement, WritePlan plan)
    {
        var rows = plan.RelationChanges;
        if (rows.Count > 0)
        {
            statement.Add(WriteParts.RelationChanges).Int(plan.FirstOrdinal + plan.EntityChanges.Count).Time(plan.At)
                .Array(Map(rows, row => row.Key.Source), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => row.Key.Type), NpgsqlDbType.Text)
                .Array(Map(rows, row => row.Key.Target), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => row.Key.Key), NpgsqlDbType.Text)
                .Array(Map(rows, row => row.Actor), NpgsqlDbType.Text)
                .Array(Map(rows, row => (short)row.Operation), NpgsqlDbType.Smallint)
                .Array(Map(rows, row => row.Cause?.Seq), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => row.Cause?.Version), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => row.Version), NpgsqlDbType.Bigint)
                .Array(Map(rows, row => RelationSnapshot.Of(row.Before)), "jsonb");
        }
    }

    private static void DeleteScores(WriteStatement statement, SideRows sides)
    {
        if (sides.ScoresGone.Count > 0)
        {
            statement.Add(WriteParts.ScoresGone).Array([.. sides.ScoresGone], NpgsqlDbType.Bigint);
        }
    }

    private static void InsertAnswers(WriteStatement statement, List<(IdempotencyRequest Request, PgJson Result)> answers)
    {
        if (answers.Count > 0)
        {
            statement.Add(WriteParts.Answers)
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
