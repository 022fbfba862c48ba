using System.Collections.Concurrent;

namespace ThreeDb.Postgres;

/// <summary>What a write can consist of.</summary>
/// <remarks>
/// Rows that change are found key by key and then by their place: joined to the table itself, a tenant that looks small would be read whole and compared with the keys.
/// </remarks>
/// <param name="vectors">Where vectors are stored.</param>
internal sealed class WriteParts(VectorColumn vectors)
{
    private const string Answer = "(select count(*) from {part})";

    private const string PlaceOfRelation = """
        cross join lateral (select k.ctid as place from threedb.relation k
            where k.tenant_id = $1 and k.src = u.src and k.type = u.type and k.dst = u.dst and k.key = u.key limit 1) k
        """;

    public static WritePart Presumed { get; } = new(0, null, """
        (select count(*) from unnest($2) u(seq)
            cross join lateral (select k.state from threedb.entity k where k.tenant_id = $1 and k.seq = u.seq limit 1) e where e.state = 1)
        """);

    public static WritePart NewEntities { get; } = new(1, """
        insert into threedb.entity (tenant_id, seq, id, state, type, project, data, version, created_at, created_by, updated_at, updated_by)
        select $1, u.* from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) u
        """);

    public static WritePart ChangedEntities { get; } = new(2, """
        update threedb.entity e
        set state = u.state, type = u.type, project = u.project, data = u.data, version = u.version,
            created_at = u.created_at, created_by = u.created_by, updated_at = u.updated_at, updated_by = u.updated_by
        from (
            select * from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                u(seq, old_version, old_state, state, type, project, data, version, created_at, created_by, updated_at, updated_by)
            cross join lateral (select k.ctid as place from threedb.entity k where k.tenant_id = $1 and k.seq = u.seq limit 1) k
            limit $14) u
        where e.tenant_id = $1 and e.ctid = u.place and e.version = u.old_version and e.state = u.old_state
        returning 1
        """, Answer);

    public static WritePart RelationsGone { get; } = new(3, $"""
        delete from threedb.relation r using (
            select * from unnest($2, $3, $4, $5, $6) u(src, type, dst, key, old_version)
            {PlaceOfRelation}
            limit $7) u
        where r.tenant_id = $1 and r.ctid = u.place and r.version = u.old_version
        returning 1
        """, Answer);

    public static WritePart NewRelations { get; } = new(4, """
        insert into threedb.relation (tenant_id, src, type, dst, key, data, weight, valid_from, valid_to, version)
        select $1, u.* from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10) u
        """);

    public static WritePart ChangedRelations { get; } = new(5, $"""
        update threedb.relation r
        set data = u.data, weight = u.weight, valid_from = u.valid_from, valid_to = u.valid_to, version = u.version
        from (
            select * from unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11) u(src, type, dst, key, data, weight, valid_from, valid_to, version, old_version)
            {PlaceOfRelation}
            limit $12) u
        where r.tenant_id = $1 and r.ctid = u.place and r.version = u.old_version
        returning 1
        """, Answer);

    public static WritePart TextsGone { get; } = new(6, "delete from threedb.entity_text where tenant_id = $1 and seq = any ($2)");

    public static WritePart NewTexts { get; } = new(7, "insert into threedb.entity_text (tenant_id, seq, type, tsv) select $1, u.* from unnest($2, $3, $4) u");

    public static WritePart Texts { get; } = new(8,
        NewTexts.Sql + " on conflict (tenant_id, seq) do update set type = excluded.type, tsv = excluded.tsv");

    public static WritePart EntityChanges { get; } = new(12, """
        insert into threedb.change (tenant_id, kind, ordinal, at, actor, op, seq, type, project, version, snapshot, patch)
        select $1, 0, $2 + u.i, u.at, u.actor, u.op, u.seq, u.type, u.project, u.version, u.snapshot, u.patch
        from unnest($3, $4, $5, $6, $7, $8, $9, $10, $11) with ordinality u(at, actor, op, seq, type, project, version, snapshot, patch, i)
        """);

    public static WritePart RelationChanges { get; } = new(13, """
        insert into threedb.change (tenant_id, kind, ordinal, at, actor, op, seq, type, dst, key, cause, cause_version, version, snapshot)
        select $1, 1, $2 + u.i, $3, u.actor, u.op, u.src, u.type, u.dst, u.key, u.cause, u.cause_version, u.version, u.snapshot
        from unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13) with ordinality u(src, type, dst, key, actor, op, cause, cause_version, version, snapshot, i)
        """);

    public static WritePart Answers { get; } = new(14,
        "insert into threedb.idempotency (tenant_id, key, fingerprint, result) select $1, u.* from unnest($2, $3, $4) u");

    public static WritePart ScoresGone { get; } = new(15, "delete from threedb.score where tenant_id = $1 and seq = any ($2)");

    /// <summary>The texts of statements made of these parts, by their mix.</summary>
    public ConcurrentDictionary<int, string> StatementTexts { get; } = new();

    /// <summary>Whether vectors are sent one by one, or as one array that the statement cuts.</summary>
    public bool IsNative { get; } = vectors.IsNative;

    public WritePart VectorsGone { get; } = new(9, $"delete from {vectors.Table} where tenant_id = $1 and seq = any ($2)");

    public WritePart NewVectors { get; } = new(10, Insert(vectors));

    public WritePart Vectors { get; } = new(11,
        Insert(vectors) + " on conflict (tenant_id, seq) do update set type = excluded.type, text_hash = excluded.text_hash, embedding = excluded.embedding");

    private static string Insert(VectorColumn vectors)
    {
        var embedding = vectors.IsNative ? "u.embedding" : $"$5[(u.i - 1) * {vectors.Dimension} + 1 : u.i * {vectors.Dimension}]";
        var rows = vectors.IsNative ? "unnest($2, $3, $4, $5) u(seq, type, text_hash, embedding)" : "unnest($2, $3, $4) with ordinality u(seq, type, text_hash, i)";
        return $"insert into {vectors.Table} (tenant_id, seq, type, text_hash, embedding) select $1, u.seq, u.type, u.text_hash, {embedding} from {rows}";
    }
}
