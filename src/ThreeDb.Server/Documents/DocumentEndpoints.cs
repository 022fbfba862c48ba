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
            Tag = Tag, Scope = null, Answers = [(200, typeof(HealthAnswer), "PostgreSQL answers.")], Errors = [ErrorCodes.StoreUnreachable],
        },
        new("GET", "/metrics", "metrics", "Metrics in the text format of Prometheus", MetricsAsync)
        {
            Tag = Tag, Scope = null, Answers = [(200, null, "The metrics.")],
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
        await request.JsonAsync(new HealthAnswer("ready", identity.ServerVersion, identity.HasVectorExtension));
    }

    private static async Task MetricsAsync(ApiRequest request)
    {
        request.Context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await request.Context.Response.WriteAsync(request.Context.RequestServices.GetRequiredService<PrometheusMetrics>().Print(), request.Aborted);
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
internal sealed record HealthAnswer(string Status, string? Postgres = null, bool? Pgvector = null);
