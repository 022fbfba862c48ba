namespace ThreeDb.Server;

/// <summary>API keys over HTTP: each tenant manages its own.</summary>
internal static class KeyEndpoints
{
    private const string Tag = "Access";

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", "/v1/me", "whoAmI", "Who the caller is", MeAsync)
        {
            Tag = Tag, TakesPosition = false, Answers = [(200, typeof(CallerAnswer), "Tenant, actor and scope.")], Errors = [ErrorCodes.Unauthenticated, ErrorCodes.InvalidKey],
        },
        new("GET", "/v1/keys", "listKeys", "List the API keys of the tenant", ListAsync)
        {
            Tag = Tag, Scope = KeyScope.Admin, Answers = [(200, typeof(KeysAnswer), "Oldest first, without secrets.")],
        },
        new("POST", "/v1/keys", "createKey", "Create an API key", CreateAsync)
        {
            Tag = Tag, Scope = KeyScope.Admin, IsIdempotent = true, Accepts = [(MediaTypes.Json, typeof(KeyForm))],
            Description = "With an Idempotency-Key a repetition makes no second key; it is refused with the id of the first one, because secrets are kept nowhere.",
            Headers = [ApiParameter.Text("Idempotency-Key", "A repetition with the same key is refused (TDB2022) instead of making another API key, for 24 hours.")],
            Answers = [(201, typeof(NewApiKey), "The secret is shown this once.")],
            Errors = [ErrorCodes.InvalidParameter, ErrorCodes.InvalidName, ErrorCodes.KeyMadeAlready, ErrorCodes.IdempotencyMismatch],
        },
        new("DELETE", "/v1/keys/{id}", "revokeKey", "Revoke an API key", RevokeAsync)
        {
            Tag = Tag, Scope = KeyScope.Admin, Description = "Other server processes notice within two seconds.",
            Answers = [(204, null, "Revoked.")], Errors = [ErrorCodes.KeyNotFound],
        },
    ];

    private static async Task MeAsync(ApiRequest request) => await request.JsonAsync(
        new CallerAnswer(request.Session.Tenant, request.Session.Actor, request.Holder?.Scope ?? KeyScope.Admin));

    private static async Task ListAsync(ApiRequest request) => await request.JsonAsync(new KeysAnswer(await request.Session.ListKeysAsync(request.Aborted)));

    private static async Task CreateAsync(ApiRequest request)
    {
        var o = new StrictObject(await request.BodyAsync(), "", ErrorCodes.InvalidParameter, "actor", "scope", "expiresAt");
        var scope = o.Word<KeyScope>("scope") ?? throw o.Fault("/scope", "'scope' is needed: read, write or admin.");
        var made = await request.Session.CreateKeyAsync(o.RequiredText("actor"), scope, o.Time("expiresAt"), request.IdempotencyKey, request.Aborted);
        await request.JsonAsync(made, StatusCodes.Status201Created);
    }

    private static async Task RevokeAsync(ApiRequest request)
    {
        await request.Session.RevokeKeyAsync(request.Segment(2), request.Aborted);
        request.Context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}

/// <summary>Who the caller is.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Actor">The name under which changes are recorded.</param>
/// <param name="Scope">What the caller may do.</param>
internal sealed record CallerAnswer(string Tenant, string Actor, KeyScope Scope);

/// <summary>The API keys of a tenant.</summary>
/// <param name="Items">Oldest first.</param>
internal sealed record KeysAnswer(IReadOnlyList<ApiKey> Items);

/// <summary>The body that creates a key.</summary>
/// <param name="Actor">The name under which changes are recorded.</param>
/// <param name="Scope">What it allows.</param>
/// <param name="ExpiresAt">When it ends to be valid; never when absent.</param>
internal sealed record KeyForm(string Actor, KeyScope Scope, DateTimeOffset? ExpiresAt = null);
