using static ThreeDb.Server.GraphParameters;

namespace ThreeDb.Server;

/// <summary>Ways from one entity to another.</summary>
internal static class PathEndpoints
{
    private static readonly ApiParameter From = ApiParameter.Text("from", "The id of the start.", required: true);
    private static readonly ApiParameter To = ApiParameter.Text("to", "The id of the end.", required: true);

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", "/v1/path", "shortestPath", "A shortest path between two entities", PathAsync)
        {
            Tag = GraphEndpoints.Tag, Query = [From, To, Direction("any"), Via, Depth("20"), At, Explain],
            Answers = [(200, typeof(GraphPathAnswer), "The path; absent when there is none within the depth.")], Errors = [ErrorCodes.EntityNotFound],
        },
        new("GET", "/v1/reachable", "reachable", "Whether a walk comes from one entity to another, and in how many steps", ReachableAsync)
        {
            Tag = GraphEndpoints.Tag, Query = [From, To, Direction("out"), Via, Depth("no limit"), At, Explain],
            Answers = [(200, typeof(Reachability), "Whether there is a way, and the fewest steps that it takes.")], Errors = [ErrorCodes.EntityNotFound],
        },
        new("GET", "/v1/paths", "paths", "Several paths between two entities: the shortest, the next best ones, the cheapest", PathsAsync)
        {
            Tag = GraphEndpoints.Tag,
            Query =
            [
                From, To, Direction("any"), Via, Depth("20; no limit with weighted"), At,
                ApiParameter.Flag("weighted", "Whether the sum of weights makes a path good, instead of its number of steps."),
                ApiParameter.Flag("allShortest", "Whether only the shortest paths count, all of them; otherwise the next best ones follow."),
                ApiParameter.Integer("count", "How many paths: 1 to 1,000; default 1."), Explain,
            ],
            Answers = [(200, typeof(GraphPaths), "Best first; none when there is no way.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.InvalidParameter, ErrorCodes.NotInMemory, ErrorCodes.TooLargeForMemory],
        },
    ];

    private static async Task PathAsync(ApiRequest request) => await request.JsonAsync(
        await request.Db.Graph.ShortestPathAsync(request.RequiredId("from"), request.RequiredId("to"), Traversal(request), request.Aborted));

    private static async Task ReachableAsync(ApiRequest request) => await request.JsonAsync(
        await request.Db.Graph.ReachableAsync(request.RequiredId("from"), request.RequiredId("to"), Traversal(request), request.Aborted));

    private static async Task PathsAsync(ApiRequest request)
    {
        var options = new PathOptions
        {
            Direction = request.Word<Direction>("direction") ?? ThreeDb.Direction.Any,
            Via = request.Texts("via"),
            Depth = DepthOf(request),
            At = request.Time("at"),
            Weighted = request.Flag("weighted"),
            AllShortest = request.Flag("allShortest"),
            Count = request.Integer("count", 1, 1, 1_000),
            Explain = request.Flag("explain"),
        };
        await request.JsonAsync(await request.Db.Graph.PathsAsync(request.RequiredId("from"), request.RequiredId("to"), options, request.Aborted));
    }
}
