using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ThreeDb.Postgres;

/// <summary>Checks, lists and revokes API keys.</summary>
internal sealed class KeyStore(StoreConnections connections, TimeProvider time)
{
    /// <summary>How long a checked key is trusted without asking again: the longest that a revocation by another process takes.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(2);
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, Remembered> _known = new(StringComparer.Ordinal);

    /// <summary>Who sends a key; null when it is not valid.</summary>
    public async ValueTask<KeyHolder?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        if (KeyToken.Parse(secret) is not { } token)
        {
            return null;
        }

        var hash = token.Hash();
        if (!_known.TryGetValue(token.Id, out var entry) || time.GetElapsedTime(entry.ReadAt) > Trust)
        {
            entry = new Remembered(await ReadAsync(token.Id, cancellationToken).ConfigureAwait(false), time.GetTimestamp());
            if (_known.Count >= MaxRemembered)
            {
                _known.Clear();
            }

            _known[token.Id] = entry;
        }

        // An unknown id takes the same comparison as a known one.
        var matches = CryptographicOperations.FixedTimeEquals(entry.Key?.Hash ?? new byte[hash.Length], hash);
        return matches && entry.Key is { RevokedAt: null } key && !(key.ExpiresAt <= time.GetUtcNow()) ? key.Holder : null;
    }

    /// <summary>Whether any valid key exists, of any tenant.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        return await new AdminSql(connection, cancellationToken).ScalarAsync("select threedb.any_key()").ConfigureAwait(false) is true;
    }

    public async Task<IReadOnlyList<ApiKey>> ListAsync(int tenant, string tenantName, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("""
            select key_id, actor, scope, created_at, created_by, expires_at, revoked_at from threedb.api_key where tenant_id = $1 order by created_at, key_id
            """).Int(tenant);
        return await batch.RowsAsync(
            reader => new ApiKey(reader.Get<string>(0), tenantName, reader.Get<string>(1), (KeyScope)reader.Get<short>(2),
                reader.Time(3), reader.Get<string>(4), reader.TimeOrNull(5), reader.TimeOrNull(6)),
            cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="ThreeDbException"><c>TDB2014</c>.</exception>
    public async Task RevokeAsync(int tenant, string keyId, CancellationToken cancellationToken)
    {
        var batch = await TenantBatch.OpenAsync(connections, tenant, cancellationToken).ConfigureAwait(false);
        await using var ownBatch = batch.ConfigureAwait(false);
        batch.Add("update threedb.api_key set revoked_at = coalesce(revoked_at, now()) where tenant_id = $1 and key_id = $2 returning 1").Int(tenant).Text(keyId);
        var reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
        await using var ownReader = reader.ConfigureAwait(false);
        await reader.NextAsync(cancellationToken).ConfigureAwait(false);
        if (!await reader.RowAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new ThreeDbException(ErrorCodes.KeyNotFound, $"There is no key '{(keyId.Length > 50 ? keyId[..50] + "…" : keyId)}'.");
        }

        await reader.FinishAsync(cancellationToken).ConfigureAwait(false);
        _known.TryRemove(keyId, out _);
    }

    private async Task<StoredKey?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var connection = await connections.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var ownConnection = connection.ConfigureAwait(false);
        StoredKey? found = null;
        try
        {
            await new AdminSql(connection, cancellationToken).EachAsync("select * from threedb.find_key($1)", row => found = new StoredKey(
                new KeyHolder(row.GetInt32(0), row.GetString(1), row.GetString(3), (KeyScope)row.GetInt16(4)), row.GetFieldValue<byte[]>(2),
                row.IsDBNull(5) ? null : new DateTimeOffset(row.GetDateTime(5)), row.IsDBNull(6) ? null : new DateTimeOffset(row.GetDateTime(6))), id).ConfigureAwait(false);
        }
        catch (Exception e) when (PostgresErrors.Translate(e, sent: false) is { } translated)
        {
            throw translated;
        }

        return found;
    }

    private sealed record StoredKey(KeyHolder Holder, byte[] Hash, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);

    private sealed record Remembered(StoredKey? Key, long ReadAt);
}

/// <summary>Who a valid key belongs to.</summary>
/// <param name="TenantId">The tenant's number.</param>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="Actor">The name under which changes are recorded.</param>
/// <param name="Scope">What the key allows.</param>
public sealed record KeyHolder(int TenantId, string Tenant, string Actor, KeyScope Scope);
