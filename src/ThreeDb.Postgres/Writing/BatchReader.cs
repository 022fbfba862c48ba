using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Reads the rows that a write batch works on: one round trip, whatever the batch holds.</summary>
/// <remarks>
/// Key by key: a plan for all keys at once may have been made while the tables were empty, and read all of a tenant, or all relations of a hub for each of its new ones.
/// </remarks>
internal sealed class BatchReader(VectorColumn vectors)
{
    private const string RelationColumns = "r.src, r.type, r.dst, r.key, r.data, r.weight, r.valid_from, r.valid_to, r.version";

    // The entities of ids.
    private const string Named = "unnest($2) u(id) cross join lateral (select * from threedb.entity e where e.tenant_id = $1 and e.id = u.id limit 1) e";

    /// <summary>Adds the statements.</summary>
    public void Ask(TenantBatch batch, BatchNeeds needs)
    {
        string[] changed = [.. needs.Changed];
        if (changed.Length > 0)
        {
            batch.Add($"select e.id, e.seq, e.state, e.type, e.project, e.data, e.version, e.created_at, e.created_by, e.updated_at, e.updated_by from {Named}")
                .Int(batch.Tenant).Array(changed, NpgsqlDbType.Text);

            // '@' begins the keys of derived relations; 'A' is the next character in the order of collation "C".
            batch.Add($"""
                select r.src, r.type, r.dst, r.key, r.version from {Named}
                cross join lateral (select * from threedb.relation r where r.tenant_id = $1 and r.src = e.seq and r.key >= '@' and r.key < 'A' offset 0) r
                where e.state = 1
                """).Int(batch.Tenant).Array(changed, NpgsqlDbType.Text);
        }

        AskEnds(batch, needs.Ends);
        if (needs.Relations.Count > 0)
        {
            batch.Add($"""
                select r.* from unnest($2, $3, $4, $5) u(src, type, dst, key)
                cross join lateral (select e.seq from threedb.entity e where e.tenant_id = $1 and e.id = u.src limit 1) s
                cross join lateral (select e.seq from threedb.entity e where e.tenant_id = $1 and e.id = u.dst limit 1) d
                cross join lateral (
                    select {RelationColumns} from threedb.relation r
                    where r.tenant_id = $1 and r.src = s.seq and r.type = u.type and r.dst = d.seq and r.key = u.key limit 1) r
                """).Int(batch.Tenant)
                .Array(needs.Relations.Select(r => r.From).ToArray(), NpgsqlDbType.Text)
                .Array(needs.Relations.Select(r => r.Type).ToArray(), NpgsqlDbType.Text)
                .Array(needs.Relations.Select(r => r.To).ToArray(), NpgsqlDbType.Text)
                .Array(needs.Relations.Select(r => r.Key).ToArray(), NpgsqlDbType.Text);
        }

        if (needs.Deleted.Count > 0)
        {
            batch.Add($"""
                with gone as (select e.seq from {Named})
                select {RelationColumns} from gone g cross join lateral (select * from threedb.relation r where r.tenant_id = $1 and r.src = g.seq offset 0) r
                union all
                select {RelationColumns} from gone g cross join lateral (select * from threedb.relation r where r.tenant_id = $1 and r.dst = g.seq offset 0) r
                where not (r.key >= '@' and r.key < 'A')
                """).Int(batch.Tenant).Array([.. needs.Deleted], NpgsqlDbType.Text);
        }

        if (needs.DerivedAnew.Count > 0)
        {
            batch.Add($"""
                select v.seq, v.text_hash from {Named}
                cross join lateral (select v.seq, v.text_hash from {vectors.Table} v where v.tenant_id = $1 and v.seq = e.seq limit 1) v
                """).Int(batch.Tenant).Array([.. needs.DerivedAnew], NpgsqlDbType.Text);
        }

        if (needs.Keys.Count > 0)
        {
            batch.Add($"""
                select a.* from unnest($2) u(key)
                cross join lateral (select {EarlierAnswers.Columns} from threedb.idempotency where tenant_id = $1 and key = u.key limit 1) a
                """)
                .Int(batch.Tenant).Array([.. needs.Keys], NpgsqlDbType.Text);
        }
    }

    /// <summary>Takes the answers, in the order of the statements.</summary>
    public static async Task<BatchFound> TakeAsync(TenantReader reader, BatchNeeds needs, WorkingSet set, CancellationToken cancellationToken)
    {
        var found = new BatchFound();
        if (needs.Changed.Count > 0)
        {
            await reader.NextAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
            {
                set.Add(new EntityRow(reader.Get<string>(0), reader.Get<long>(1), ReadImage(reader)));
            }

            await reader.NextAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
            {
                set.Add(ReadKey(reader), new RelationImage { Version = reader.Get<long>(4) });
            }
        }

        await TakeEndsAsync(reader, needs.Ends, set, cancellationToken).ConfigureAwait(false);
        if (needs.Relations.Count > 0)
        {
            await TakeRelationsAsync(reader, set, cancellationToken).ConfigureAwait(false);
        }

        if (needs.Deleted.Count > 0)
        {
            await TakeRelationsAsync(reader, set, cancellationToken).ConfigureAwait(false);
        }

        if (needs.DerivedAnew.Count > 0)
        {
            await reader.NextAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
            {
                found.TextHashes.Add(reader.Get<long>(0), reader.Get<Guid>(1));
            }
        }

        if (needs.Keys.Count > 0)
        {
            await reader.NextAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
            {
                found.Answers.Add(reader.Get<string>(0), EarlierAnswers.Read(reader));
            }
        }

        return found;
    }

    /// <summary>Adds the statement for ends of relations, unless there are none.</summary>
    public static void AskEnds(TenantBatch batch, IReadOnlyCollection<string> ids)
    {
        if (ids.Count > 0)
        {
            batch.Add($"select e.id, e.seq, e.state, e.version, e.updated_at from {Named}")
                .Int(batch.Tenant).Array([.. ids], NpgsqlDbType.Text);
        }
    }

    /// <summary>Takes the answer of <see cref="AskEnds"/>.</summary>
    public static async Task TakeEndsAsync(TenantReader reader, IReadOnlyCollection<string> ids, WorkingSet set, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return;
        }

        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            set.Add(new EntityRow(reader.Get<string>(0), reader.Get<long>(1), new EntityImage
            {
                State = (EntityState)reader.Get<short>(2),
                Version = reader.Get<long>(3),
                UpdatedAt = reader.TimeOrNull(4) ?? default,
            }));
        }
    }

    private static async Task TakeRelationsAsync(TenantReader reader, WorkingSet set, CancellationToken cancellationToken)
    {
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            set.Add(ReadKey(reader), new RelationImage
            {
                Data = reader.JsonOrNull(4),
                Weight = reader.Get<double>(5),
                ValidFrom = reader.TimeOrNull(6),
                ValidTo = reader.TimeOrNull(7),
                Version = reader.Get<long>(8),
            });
        }
    }

    private static EntityImage ReadImage(TenantReader reader)
    {
        var state = (EntityState)reader.Get<short>(2);
        var image = new EntityImage
        {
            State = state,
            Type = reader.Text(3),
            Project = reader.Text(4),
            Version = reader.Get<long>(6),
            CreatedAt = reader.TimeOrNull(7) ?? default,
            CreatedBy = reader.Text(8) ?? "",
            UpdatedAt = reader.TimeOrNull(9) ?? default,
            UpdatedBy = reader.Text(10) ?? "",
        };
        return state == EntityState.Live ? image with { Data = reader.Json(5) } : image;
    }

    private static RelationKey ReadKey(TenantReader reader) =>
        new(reader.Get<long>(0), reader.Get<string>(1), reader.Get<long>(2), reader.Get<string>(3));
}
