namespace ThreeDb.Server;

/// <summary>Traversal over HTTP.</summary>
internal static class GraphEndpoints
{
    private const string Tag = "Graph";

    private static readonly ApiParameter Via = ApiParameter.Text("via", "Only relations of these types, separated by commas.", many: true);

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", "/v1/entities/{id}/neighbors", "neighbors", "The entities one step away", NeighborsAsync)
        {
            Tag = Tag, Query = [Direction("any"), Via, Limit],
            Answers = [(200, typeof(NeighborsAnswer), "Most connected first.")], Errors = [ErrorCodes.EntityNotFound],
        },
        new("GET", "/v1/entities/{id}/network", "network", "The surroundings of an entity", NetworkAsync)
        {
            Tag = Tag, Query = [Direction("any"), Via, Depth(2), Limit],
            Answers = [(200, typeof(Network), "Entities, nearest first, and the relations among them.")], Errors = [ErrorCodes.EntityNotFound],
        },
        new("GET", "/v1/entities/{id}/impact", "impact", "What depends on an entity", ImpactAsync)
        {
            Tag = Tag, Query = [Direction("in"), Via, Depth(100), Limit],
            Answers = [(200, typeof(Impact), "What breaks if it goes, most depended-on first.")], Errors = [ErrorCodes.EntityNotFound],
        },
        new("GET", "/v1/path", "shortestPath", "A shortest path between two entities", PathAsync)
        {
            Tag = Tag,
            Query = [ApiParameter.Text("from", "The id of the start.", required: true), ApiParameter.Text("to", "The id of the end.", required: true), Direction("any"), Via, Depth(20)],
            Answers = [(200, typeof(PathAnswer), "The path; null when there is none within the depth.")], Errors = [ErrorCodes.EntityNotFound],
        },
    ];

    private static ApiParameter Limit => ApiParameter.Integer("limit", "The largest number of entities in the answer: 1 to 10,000; default 100.");

    private static ApiParameter Direction(string otherwise) => ApiParameter.Text("direction", $"Which way to follow relations: out, in or any; default {otherwise}.");

    private static ApiParameter Depth(int otherwise) => ApiParameter.Integer("depth", $"The largest number of steps: 1 to 100; default {otherwise}.");

    private static Traversal Options(ApiRequest request) => new()
    {
        Direction = request.Word<Direction>("direction"),
        Via = request.Texts("via"),
        Depth = request.Text("depth") is null ? null : request.Integer("depth", 1, 1, Traversal.MaxDepth),
        Limit = request.Integer("limit", 100, 1, 10_000),
    };

    private static async Task NeighborsAsync(ApiRequest request) =>
        await request.JsonAsync(new NeighborsAnswer(await request.Db.Graph.NeighborsAsync(request.Segment(2), Options(request), request.Aborted)));

    private static async Task NetworkAsync(ApiRequest request) =>
        await request.JsonAsync(await request.Db.Graph.NetworkAsync(request.Segment(2), Options(request), request.Aborted));

    private static async Task ImpactAsync(ApiRequest request) =>
        await request.JsonAsync(await request.Db.Graph.ImpactAsync(request.Segment(2), Options(request), request.Aborted));

    private static async Task PathAsync(ApiRequest request) => await request.JsonAsync(new PathAnswer(
        await request.Db.Graph.ShortestPathAsync(request.RequiredText("from"), request.RequiredText("to"), Options(request), request.Aborted)));
}

/// <summary>The entities one step away.</summary>
/// <param name="Items">Most connected first.</param>
internal sealed record NeighborsAnswer(IReadOnlyList<Neighbor> Items);

/// <summary>A path, or none.</summary>
/// <param name="Path">The path; absent when there is none.</param>
internal sealed record PathAnswer(GraphPath? Path = null);
