using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Plans how to make an earlier version current again.</summary>
internal sealed class Restorer(StoreConnections connections, HistoryReader history)
{
    /// <summary>The mutations that restore an entity: its data and, when it is deleted, the relations that went with it.</summary>
    /// <exception cref="ThreeDbException"><c>TDB2001</c>, <c>TDB2007</c>, <c>TDB2003</c>; <c>TDB1017</c> without a version when nothing is deleted.</exception>
    public async Task<IReadOnlyList<PreparedMutation>> PlanAsync(int tenant, Restoration restoration, CancellationToken cancellationToken)
    {
        var (id, version) = (restoration.Id, restoration.Version);
        var newest = (await history.ListAsync(tenant, id, 1, null, cancellationToken).ConfigureAwait(false)).Items[0];
        if (restoration.IfVersion is { } demanded && demanded != newest.Version)
        {
            throw new ThreeDbException(ErrorCodes.VersionMismatch, $"The entity '{id}' has version {newest.Version}, not {demanded}.");
        }

        var deleted = newest.Operation == ChangeOperation.Deleted;
        if (deleted && restoration.MustExist)
        {
            throw new ThreeDbException(ErrorCodes.VersionMismatch, $"There is no entity '{id}' at present.", "The request demanded that it exists (If-Match: *); leave that out to undo a deletion.");
        }

        if (version is null && !deleted)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, $"The entity '{id}' is not deleted; which version to restore must be said.",
                newest.Version == 1 ? "It has one version only, so there is none to go back to." : $"Name a version from 1 to {newest.Version - 1}.", [new FieldError("/version", "is needed")]);
        }

        var wanted = await history.GetAsync(tenant, id, version ?? (newest.Version - 1), cancellationToken).ConfigureAwait(false);
        if (wanted.Data is not { } data)
        {
            throw new ThreeDbException(ErrorCodes.VersionNotFound, $"Version {wanted.Version} of '{id}' is a deletion; there is nothing to restore.",
                "Name a version with data.");
        }

        var mutations = new List<PreparedMutation> { new PreparedRestore(id, wanted.Type, wanted.Project, data) { IfVersion = newest.Version } };
        if (deleted)
        {
            mutations.AddRange(await RelationsOfDeletionAsync(tenant, id, newest.Version, cancellationToken).ConfigureAwait(false));
        }

        return mutations;
    }

    // A deletion removes the entity's relations in its own transaction. Derived ones follow from the data again.
    private async Task<List<PreparedMutation>> RelationsOfDeletionAsync(int tenant, string id, long deletion, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("""
            with me as (select e.seq from threedb.entity e where e.tenant_id = $1 and e.id = $2 limit 1),
            gone as (
                select c.xid, c.seq from me join threedb.change c on c.tenant_id = $1 and c.kind = 0 and c.seq = me.seq and c.version = $3 limit 1)
            select s.id, r.type, d.id, r.key, r.snapshot
            from gone g
            join threedb.change r on r.tenant_id = $1 and r.xid = g.xid and r.kind = 1 and r.op = $4 and r.cause = g.seq and r.cause_version = $3
            cross join lateral (select e.id from threedb.entity e where e.tenant_id = $1 and e.seq = r.seq limit 1) s
            cross join lateral (select e.id from threedb.entity e where e.tenant_id = $1 and e.seq = r.dst limit 1) d
            where not (r.key >= '@' and r.key < 'A')
            """).Int(tenant).Text(id).Long(deletion).Typed((short)ChangeOperation.Deleted, NpgsqlDbType.Smallint);
        return await batch.RowsAsync<PreparedMutation>(Again, cancellationToken).ConfigureAwait(false);
    }

    private static PreparedRelate Again(TenantReader reader)
    {
        var image = RelationSnapshot.Read(reader.JsonOrNull(4));
        return new PreparedRelate(new Relate(reader.Get<string>(0), reader.Get<string>(1), reader.Get<string>(2))
        {
            Key = reader.Get<string>(3),
            Data = image.Data,
            Weight = image.Weight,
            ValidFrom = image.ValidFrom,
            ValidTo = image.ValidTo,
        });
    }
}
