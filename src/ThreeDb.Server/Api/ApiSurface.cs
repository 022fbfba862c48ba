namespace ThreeDb.Server;

/// <summary>Every operation of the HTTP surface.</summary>
internal static class ApiSurface
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        .. EntityEndpoints.All, .. RelationEndpoints.All, .. GraphEndpoints.All, .. ScoreEndpoints.All, .. HistoryEndpoints.All, .. QueryEndpoints.All,
        .. BulkEndpoints.All, .. TypeEndpoints.All, .. ProjectionEndpoints.All, .. DeadLetterEndpoints.All,
        .. KeyEndpoints.All, .. DocumentEndpoints.All,
    ];

    public static void Map(WebApplication app, ServerServices services)
    {
        var dispatcher = new ApiDispatcher(services, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("ThreeDb.Server"));
        foreach (var endpoint in All)
        {
            RequestDelegate handler = context => dispatcher.RunAsync(context, endpoint);

            // The description of a plain delegate is only found with its method at hand.
            app.MapMethods(endpoint.Pattern, [endpoint.Method], handler).WithMetadata(handler.Method, endpoint);
        }
    }
}
