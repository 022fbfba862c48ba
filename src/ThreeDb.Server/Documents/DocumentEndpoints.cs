namespace ThreeDb.Server;

/// <summary>Health, metrics and error pages: open to everybody, and about no tenant.</summary>
internal static class DocumentEndpoints
{
    private const string Tag = "Operations";

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", "/health/live", "live", "Whether the process runs", request => request.JsonAsync(new HealthAnswer("live", null, null)))
        {
            Tag = Tag, Scope = null, Answers = [(200, typeof(HealthAnswer), "It does.")],
        },
        new("GET", "/health/ready", "ready", "Whether requests can be answered", ReadyAsync)
        {
            Tag = Tag, Scope = null, Answers = [(200, typeof(HealthAnswer), "PostgreSQL answers. A projection that does not work is named to the caller whose it is, and how the tenant's graph stands in memory; requests are answered all the same.")], Errors = [ErrorCodes.StoreUnreachable],
        },
        new("GET", "/metrics", "metrics", "Metrics in the text format of Prometheus", MetricsAsync)
        {
            Tag = Tag, Scope = null, Answers = [(200, null, "The metrics; those of projections for callers of their tenant only.")],
        },
        new("GET", "/errors/{code}", "errorPage", "What an error code means", ErrorPageAsync)
        {
            Tag = Tag, Scope = null, Answers = [(200, null, "The page, as Markdown.")], Errors = [ErrorCodes.RouteNotFound],
        },
    ];

    private static async Task ReadyAsync(ApiRequest request)
    {
        await request.Services.Engine.Store.PingAsync(request.Aborted);
        var identity = request.Services.Engine.Store.Identity;
        var caller = await Gate.RecogniseAsync(request.Context, request.Services);
        await request.JsonAsync(new HealthAnswer("ready", identity.ServerVersion, identity.HasVectorExtension, await AilingAsync(caller, request.Aborted), caller?.InMemory));
    }

    // Health is open to everybody, but what a tenant has is not: it is told only to a caller whose tenant is known.
    private static async Task<IReadOnlyList<AilingProjection>?> AilingAsync(TenantDb? caller, CancellationToken cancellationToken)
    {
        if (caller is null)
        {
            return null;
        }

        List<AilingProjection> ailing = [.. (await caller.Sync.ListAsync(cancellationToken))
            .Where(status => status.State is ProjectionState.Stalled or ProjectionState.Broken).Select(status => status.WithoutSessions())
            .Select(status => new AilingProjection(status.Name, status.State, status.Since, status.Reason, status.Remedy))];
        return ailing.Count == 0 ? null : ailing;
    }

    private static async Task MetricsAsync(ApiRequest request)
    {
        var caller = await Gate.RecogniseAsync(request.Context, request.Services);
        request.Context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await request.Context.Response.WriteAsync(request.Context.RequestServices.GetRequiredService<PrometheusMetrics>().Print(caller?.Session.Tenant), request.Aborted);
    }

    private static async Task ErrorPageAsync(ApiRequest request)
    {
        var code = request.Segment(1);
        var page = await ErrorPages.ReadAsync(code) ?? throw new ThreeDbException(ErrorCodes.RouteNotFound, "There is no such error code.");
        request.Context.Response.ContentType = "text/markdown; charset=utf-8";
        await request.Context.Response.WriteAsync(page, request.Aborted);
    }
}

/// <summary>How the server is.</summary>
/// <param name="Status">live or ready.</param>
/// <param name="Postgres">The version of PostgreSQL.</param>
/// <param name="Pgvector">Whether pgvector compares vectors.</param>
/// <param name="Projections">The caller's projections that are stalled or broken; absent when there are none.</param>
/// <param name="Memory">How what is kept in memory of the caller's tenant stands; absent for a caller of no tenant.</param>
internal sealed record HealthAnswer(string Status, string? Postgres = null, bool? Pgvector = null, IReadOnlyList<AilingProjection>? Projections = null, IReadOnlyList<MemoryStatus>? Memory = null);

/// <summary>A projection that does not work.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Stalled or broken.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why.</param>
/// <param name="Remedy">What to do, where somebody has to do something.</param>
internal sealed record AilingProjection(string Name, ProjectionState State, DateTimeOffset Since, string? Reason = null, string? Remedy = null);
