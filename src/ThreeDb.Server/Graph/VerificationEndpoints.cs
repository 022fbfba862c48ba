namespace ThreeDb.Server;

/// <summary>Proves the graph in memory equal to the tables.</summary>
internal static class VerificationEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        // It reads all relations and gives up what differs: an order to the server, as a reconcile of a projection is.
        new("POST", "/v1/graph/verify", "verifyGraph", "Prove the graph in memory equal to the tables", VerifyAsync)
        {
            Tag = GraphEndpoints.Tag, Scope = KeyScope.Admin, TakesPosition = true,
            Description = "Loads the graph if it is not in memory. Rows that differ are given up and loaded again.",
            Answers = [(200, typeof(GraphVerification), "What was compared, and what differed.")], Errors = [ErrorCodes.NotInMemory, ErrorCodes.TooLargeForMemory, ErrorCodes.AnalysisTooLarge],
        },
    ];

    private static async Task VerifyAsync(ApiRequest request) => await request.JsonAsync(await request.Db.Graph.VerifyAsync(request.Aborted));
}
