using static ThreeDb.Server.GraphParameters;

namespace ThreeDb.Server;

/// <summary>Walks from an entity: what is near, what depends on it, what can be reached.</summary>
internal static class WalkEndpoints
{
    private const string One = "/v1/entities/{id}";

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", One + "/neighbors", "neighbors", "The entities one step away", NeighborsAsync)
        {
            Tag = GraphEndpoints.Tag, Query = [Direction("any"), Via, At, Limit, Explain],
            Answers = [(200, typeof(Neighbors), "Most connected first.")], Errors = [ErrorCodes.EntityNotFound],
        },
        new("GET", One + "/network", "network", "The surroundings of an entity", NetworkAsync)
        {
            Tag = GraphEndpoints.Tag, Query = [Direction("any"), Via, Depth("2"), At, Limit, Explain],
            Answers = [(200, typeof(Network), "Entities, nearest first, and the relations among them.")], Errors = [ErrorCodes.EntityNotFound],
        },
        new("GET", One + "/impact", "impact", "What depends on an entity", ImpactAsync)
        {
            Tag = GraphEndpoints.Tag, Query = [Direction("in"), Via, Depth("100"), At, Limit, Explain],
            Answers = [(200, typeof(Impact), "What breaks if it goes, most depended-on first.")], Errors = [ErrorCodes.EntityNotFound],
        },
        new("GET", One + "/reach", "reach", "How many entities can be reached", ReachAsync)
        {
            Tag = GraphEndpoints.Tag,
            Description = "types, where and limit say what is counted and listed; the walk leads through others all the same.",
            Query =
            [
                Direction("out"), Via, ApiParameter.Integer("depth", "The largest number of steps: 0 to 100; default 3."), At,
                ApiParameter.Text("types", "Only entities of these types count, separated by commas.", many: true), ApiParameter.Text("where", "Only entities that this filter as JSON matches count."),
                ApiParameter.Integer("maxPerHop", "The largest number of entities that one step may find: 1 to 10,000,000; default no limit."),
                ApiParameter.Integer("maxVisited", "The largest number of entities that the walk visits: 1 to 10,000,000; default 1,000,000."),
                ApiParameter.Integer("limit", "How many entities to list, nearest first: 0 to 10,000; default 0, only counts."), Explain,
            ],
            Answers = [(200, typeof(Reach), "How many at each number of steps, and some of them when asked for.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.InvalidFilter],
        },
        new("POST", One + "/reach", "reachByBody", "How many entities can be reached, asked by a body", ReachByBodyAsync)
        {
            Tag = GraphEndpoints.Tag, Description = "The same as GET, for filters that no address can hold.", Accepts = [(MediaTypes.Json, typeof(ReachOptions))],
            Answers = [(200, typeof(Reach), "How many at each number of steps, and some of them when asked for.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.InvalidFilter],
        },
    ];

    private static async Task NeighborsAsync(ApiRequest request) =>
        await request.JsonAsync(await request.Db.Graph.NeighborsAsync(request.Segment(2), Traversal(request), request.Aborted));

    private static async Task NetworkAsync(ApiRequest request) =>
        await request.JsonAsync(await request.Db.Graph.NetworkAsync(request.Segment(2), Traversal(request), request.Aborted));

    private static async Task ImpactAsync(ApiRequest request) =>
        await request.JsonAsync(await request.Db.Graph.ImpactAsync(request.Segment(2), Traversal(request), request.Aborted));

    private static async Task ReachAsync(ApiRequest request)
    {
        var usual = new ReachOptions();
        var options = usual with
        {
            Direction = request.Word<Direction>("direction") ?? usual.Direction,
            Via = request.Texts("via"),
            Depth = request.Integer("depth", usual.Depth, 0, ThreeDb.Traversal.MaxDepth),
            At = request.Time("at"),
            Types = request.Texts("types"),
            Where = request.Filter("where"),
            MaxPerHop = request.Text("maxPerHop") is null ? null : request.Integer("maxPerHop", 1, 1, ReachOptions.MostVisited),
            MaxVisited = request.Integer("maxVisited", usual.MaxVisited, 1, ReachOptions.MostVisited),
            Limit = LimitOf(request, otherwise: 0, least: 0),
            Explain = request.Flag("explain"),
        };
        await request.JsonAsync(await request.Db.Graph.ReachAsync(request.Segment(2), options, request.Aborted));
    }

    private static async Task ReachByBodyAsync(ApiRequest request) =>
        await request.JsonAsync(await request.Db.Graph.ReachAsync(request.Segment(2), GraphJson.ReadReach(await request.BodyAsync()), request.Aborted));
}
