namespace ThreeDb.Client;

/// <summary>API keys of the caller's tenant, and health.</summary>
public sealed class AccessClient
{
    private readonly Wire _wire;

    internal AccessClient(Wire wire) => _wire = wire;

    /// <summary>Who the caller is.</summary>
    public Task<Caller> WhoAmIAsync(CancellationToken cancellationToken = default) => _wire.GetAsync<Caller>("/v1/me", cancellationToken);

    /// <summary>Whether the server can answer; throws when it cannot.</summary>
    public Task<ServerHealth> HealthAsync(CancellationToken cancellationToken = default) => _wire.GetAsync<ServerHealth>("/health/ready", cancellationToken);

    /// <summary>The API keys, oldest first, without secrets.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellationToken = default) =>
        (await _wire.GetAsync<KeysAnswer>("/v1/keys", cancellationToken).ConfigureAwait(false)).Items;

    /// <summary>Creates an API key; its secret is shown this once.</summary>
    /// <param name="actor">The name under which changes are recorded.</param>
    /// <param name="scope">What it allows.</param>
    /// <param name="expiresAt">When it ends to be valid; null for never.</param>
    /// <param name="idempotencyKey">Makes a repetition fail with <c>TDB2022</c>, which names the key that was made, instead of making another; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<NewApiKey> CreateKeyAsync(string actor, KeyScope scope, DateTimeOffset? expiresAt = null, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var request = Wire.Request(HttpMethod.Post, "/v1/keys", new { actor, scope, expiresAt });
        Wire.SetIdempotencyKey(request, idempotencyKey);
        return await _wire.SendAsync<NewApiKey>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Revokes an API key.</summary>
    public async Task RevokeKeyAsync(string id, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/keys/" + Wire.Escape(id));
        using var response = await _wire.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private sealed record KeysAnswer(IReadOnlyList<ApiKey> Items);
}

/// <summary>Who a caller is.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Actor">The name under which changes are recorded.</param>
/// <param name="Scope">What the caller may do.</param>
public sealed record Caller(string Tenant, string Actor, KeyScope Scope);

/// <summary>How a server is.</summary>
/// <param name="Status"><c>ready</c>.</param>
/// <param name="Postgres">The version of PostgreSQL.</param>
/// <param name="Pgvector">Whether pgvector compares vectors.</param>
/// <param name="Memory">How what the server keeps in memory of the caller's tenant stands; null when it does not say.</param>
public sealed record ServerHealth(string Status, string? Postgres, bool? Pgvector, IReadOnlyList<MemoryStatus>? Memory = null);
