namespace ThreeDb;

/// <summary>What a key allows.</summary>
public enum KeyScope
{
    /// <summary>Reading.</summary>
    Read = 1,

    /// <summary>Reading and writing entities and relations.</summary>
    Write = 2,

    /// <summary>Everything within the tenant: types and keys, too.</summary>
    Admin = 3,
}

/// <summary>An API key, without its secret.</summary>
/// <param name="Id">The public part, which names the key.</param>
/// <param name="Tenant">The tenant that requests with the key work in.</param>
/// <param name="Actor">The name under which their changes are recorded.</param>
/// <param name="Scope">What they may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ExpiresAt">When it ends to be valid; null: never.</param>
/// <param name="RevokedAt">When it was revoked; null when it was not.</param>
public sealed record ApiKey(
    string Id, string Tenant, string Actor, KeyScope Scope, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);

/// <summary>A key that was just made. The secret is shown this once and kept nowhere.</summary>
/// <param name="Key">The key.</param>
/// <param name="Secret">What a request sends: <c>Authorization: Bearer …</c>.</param>
public sealed record NewApiKey(ApiKey Key, string Secret);

/// <summary>A tenant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record Tenant(string Name, DateTimeOffset CreatedAt);
