namespace ThreeDb.Postgres;

/// <summary>Reads what requests with idempotency keys were answered, outside of writes.</summary>
internal sealed class EarlierAnswers(StoreConnections connections)
{
    /// <summary>The columns that <see cref="Read"/> takes.</summary>
    public const string Columns = "key, fingerprint, result, xid::text";

    /// <summary>The answer under a key; null when there is none.</summary>
    public async Task<StoredAnswer?> FindAsync(int tenant, string key, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add($"select {Columns} from threedb.idempotency where tenant_id = $1 and key = $2").Int(tenant).Text(key);
        return (await batch.RowsAsync(Read, cancellationToken).ConfigureAwait(false)).SingleOrDefault();
    }

    public static StoredAnswer Read(TenantReader reader) => new(reader.Get<byte[]>(1), reader.Json(2), ulong.Parse(reader.Get<string>(3)));
}
