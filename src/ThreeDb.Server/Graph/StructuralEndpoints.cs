using static ThreeDb.Server.GraphParameters;

namespace ThreeDb.Server;

/// <summary>What relations add up to: what is shared, what is lost, circles, orders.</summary>
internal static class StructuralEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", "/v1/entities/{id}/common-neighbors", "commonNeighbors", "The entities one step away from both of two", CommonAsync)
        {
            Tag = GraphEndpoints.Tag, Query = [ApiParameter.Text("with", "The id of the other entity.", required: true), Direction("any"), Via, At, Limit],
            Answers = [(200, typeof(NodesAnswer), "Most connected first.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.NotInMemory],
        },
        new("POST", "/v1/entities/{id}/losses", "losses", "What could no longer be reached if an entity went", LossesAsync)
        {
            Tag = GraphEndpoints.Tag, Description = "Along relations from the roots; without roots, from every entity that nothing leads to.", Accepts = [(MediaTypes.Json, typeof(LossOptions))],
            Answers = [(200, typeof(Losses), "How many, and some of them.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.NotInMemory],
        },
        new("GET", "/v1/graph/cycles", "cycles", "Circles, through an entity or anywhere", CyclesAsync)
        {
            Tag = GraphEndpoints.Tag,
            Query =
            [
                ApiParameter.Text("through", "Only circles through the entity of this id."), Via, At, ApiParameter.Integer("maxLength", "The largest number of steps of a circle: 1 to 20; default 6."),
                ApiParameter.Integer("limit", "How many circles: 1 to 1,000; default 10."),
            ],
            Answers = [(200, typeof(GraphCycles), "Whether there is any, and some of them.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.NotInMemory],
        },
        new("GET", "/v1/graph/order", "order", "An order in which every entity comes before those that its relations lead to", OrderAsync)
        {
            Tag = GraphEndpoints.Tag,
            Query = [Via, At, ApiParameter.Flag("targetsFirst", "Whether targets come before their sources, as what is depended on before what depends on it; default false."), Limit],
            Answers = [(200, typeof(GraphOrder), "The first of them, or a circle that prevents an order.")], Errors = [ErrorCodes.NotInMemory],
        },
    ];

    private static async Task CommonAsync(ApiRequest request) => await request.JsonAsync(new NodesAnswer(
        await request.Db.Graph.CommonNeighborsAsync(request.Segment(2), request.RequiredText("with"), Traversal(request), request.Aborted)));

    private static async Task LossesAsync(ApiRequest request) =>
        await request.JsonAsync(await request.Db.Graph.LossesAsync(request.Segment(2), GraphJson.ReadLosses(await request.BodyAsync()), request.Aborted));

    private static async Task CyclesAsync(ApiRequest request)
    {
        var usual = new CycleOptions();
        var options = new CycleOptions
        {
            Through = request.Text("through"),
            Via = request.Texts("via"),
            At = request.Time("at"),
            MaxLength = request.Integer("maxLength", usual.MaxLength, 1, 20),
            Limit = request.Integer("limit", usual.Limit, 1, 1_000),
        };
        await request.JsonAsync(await request.Db.Graph.CyclesAsync(options, request.Aborted));
    }

    private static async Task OrderAsync(ApiRequest request)
    {
        var options = new OrderOptions { Via = request.Texts("via"), At = request.Time("at"), TargetsFirst = request.Flag("targetsFirst"), Limit = LimitOf(request) };
        await request.JsonAsync(await request.Db.Graph.OrderAsync(options, request.Aborted));
    }
}

/// <summary>Entities of the graph.</summary>
/// <param name="Items">The entities.</param>
internal sealed record NodesAnswer(IReadOnlyList<GraphNode> Items);
