using NpgsqlTypes;

namespace ThreeDb.Postgres;

/// <summary>Reads entities by id.</summary>
internal sealed class EntityReader(StoreConnections connections)
{
    /// <summary>The largest number of ids that one call reads.</summary>
    public const int MaxIds = 10_000;

    /// <summary>The columns that <see cref="Read"/> takes, of a row <c>e</c>.</summary>
    public const string Columns = "e.id, e.type, e.project, e.version, e.data, e.created_at, e.created_by, e.updated_at, e.updated_by";

    /// <summary>How many columns <see cref="Columns"/> has.</summary>
    public const int ColumnCount = 9;

    public async Task<Entity?> GetAsync(int tenant, string id, CancellationToken cancellationToken)
    {
        Identifiers.CheckId(id, "/id");
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add($"select {Columns} from threedb.entity e where e.tenant_id = $1 and e.id = $2 and e.state = 1").Int(tenant).Text(id);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        return await reader.RowAsync(cancellationToken).ConfigureAwait(false) ? Read(reader) : null;
    }

    public async Task<IReadOnlyList<Entity>> GetManyAsync(int tenant, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = (await GetNumberedAsync(tenant, ids, cancellationToken).ConfigureAwait(false)).ToDictionary(read => read.Entity.Id, read => read.Entity, StringComparer.Ordinal);
        return [.. ids.Distinct(StringComparer.Ordinal).Select(found.GetValueOrDefault).OfType<Entity>()];
    }

    /// <summary>Reads those that exist, with their seqs, in no order.</summary>
    public async Task<IReadOnlyList<(long Seq, Entity Entity)>> GetNumberedAsync(int tenant, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        CheckIds(ids);
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add($"select {Columns}, e.seq from threedb.entity e where e.tenant_id = $1 and e.id = any ($2) and e.state = 1")
            .Int(tenant).Array([.. ids], NpgsqlDbType.Text);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        var (found, size) = (new List<(long, Entity)>(), new AnswerSize(reader));
        while (await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            var entity = Read(reader);
            await size.AddAsync(entity.Data).ConfigureAwait(false);
            found.Add((reader.Get<long>(ColumnCount), entity));
        }

        return found;
    }

    /// <exception cref="ThreeDbException">Too many ids, or one that can be none.</exception>
    public static void CheckIds(IReadOnlyList<string> ids)
    {
        if (ids.Count > MaxIds)
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, $"One call reads at most {MaxIds:N0} entities; these are {ids.Count:N0} ids.");
        }

        for (var i = 0; i < ids.Count; i++)
        {
            Identifiers.CheckId(ids[i], $"/ids/{i}");
        }
    }

    /// <summary>Reads a row of <see cref="Columns"/> that begin at a column.</summary>
    public static Entity Read(TenantReader reader, int first = 0) => new()
    {
        Id = reader.Get<string>(first),
        Type = reader.Get<string>(first + 1),
        Project = reader.Text(first + 2),
        Version = reader.Get<long>(first + 3),
        Data = reader.Json(first + 4),
        CreatedAt = reader.Time(first + 5),
        CreatedBy = reader.Get<string>(first + 6),
        UpdatedAt = reader.Time(first + 7),
        UpdatedBy = reader.Get<string>(first + 8),
    };
}
