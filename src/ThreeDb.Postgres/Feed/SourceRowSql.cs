using ThreeDb.Changes;

namespace ThreeDb.Postgres;

/// <summary>The columns of source rows, and how they are read. What a reader does not need is sent as null.</summary>
internal static class SourceRowSql
{
    /// <summary>Columns of the entity <c>e</c>; the tenant is <c>$1</c>.</summary>
    public static string EntityColumns(SourceNeeds needs) => $"""
        e.id, e.state, e.type, e.project, e.version, {(needs.Data ? "e.data" : "null::jsonb")}, e.updated_at,
        {(needs.Degrees ? Count("dst") : "null::bigint")}, {(needs.Degrees ? Count("src") : "null::bigint")},
        {(needs.Scores ? Score("importance") : "null::float8")}, {(needs.Scores ? Score("cluster") : "null::float8")}
        """;

    /// <summary>Columns of the relation <c>r</c> between the entities <c>s</c> and <c>d</c>.</summary>
    public static string RelationColumns(SourceNeeds needs) => $"""
        r.version, {(needs.Data ? "r.data" : "null::jsonb")}, r.weight, r.valid_from, r.valid_to,
        s.id, case when s.state = 1 then s.type end, d.id, case when d.state = 1 then d.type end
        """;

    public static SourceEntity Entity(TenantReader reader, long seq, int first)
    {
        // A seq without a row: nothing was ever written under it, or it was purged.
        if (reader.IsNull(first))
        {
            return new SourceEntity { Seq = seq, Id = "", IsLive = false, Version = 0 };
        }

        var isLive = (EntityState)reader.Get<short>(first + 1) == EntityState.Live;
        return new SourceEntity
        {
            Seq = seq,
            Id = reader.Get<string>(first),
            IsLive = isLive,
            Type = isLive ? reader.Text(first + 2) : null,
            Project = isLive ? reader.Text(first + 3) : null,
            Version = reader.Get<long>(first + 4),
            Data = reader.JsonOrNull(first + 5),
            UpdatedAt = isLive ? reader.TimeOrNull(first + 6) : null,
            Degrees = reader.IsNull(first + 7) ? null : (reader.Get<long>(first + 7), reader.Get<long>(first + 8)),
            Scores = (reader.IsNull(first + 9) ? null : reader.Get<double>(first + 9), reader.IsNull(first + 10) ? null : reader.Get<double>(first + 10)),
        };
    }

    public static SourceRelation Relation(TenantReader reader, RowKey key, int first) => reader.IsNull(first)
        ? new SourceRelation { RowKey = key, IsLive = false }
        : new SourceRelation
        {
            RowKey = key,
            IsLive = true,
            Version = reader.Get<long>(first),
            Data = reader.JsonOrNull(first + 1),
            Weight = reader.Get<double>(first + 2),
            ValidFrom = reader.TimeOrNull(first + 3),
            ValidTo = reader.TimeOrNull(first + 4),
            From = new SourceEnd(key.Seq, reader.Text(first + 5) ?? "", reader.Text(first + 6)),
            To = new SourceEnd(key.Target, reader.Text(first + 7) ?? "", reader.Text(first + 8)),
        };

    private static string Score(string name) => $"(select s.value from threedb.score s where s.tenant_id = $1 and s.seq = e.seq and s.name = '{name}' and e.state = 1)";

    private static string Count(string end) => $"(select count(*) from threedb.relation g where g.tenant_id = $1 and g.{end} = e.seq)";
}
