using static ThreeDb.Server.GraphParameters;

namespace ThreeDb.Server;

/// <summary>What relations add up to: what is shared, what is lost, circles, orders.</summary>
internal static class StructuralEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", "/v1/entities/{id}/common-neighbors", "commonNeighbors", "The entities one step away from both of two", CommonAsync)
        {
            Tag = GraphEndpoints.Tag, Query = [ApiParameter.Text("with", "The id of the other entity.", required: true), Direction("any"), Via, At, Limit, Explain],
            Answers = [(200, typeof(CommonNeighbors), "Most connected first.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.NotInMemory, ErrorCodes.TooLargeForMemory],
        },
        new("POST", "/v1/entities/{id}/losses", "losses", "What could no longer be reached if an entity went", LossesAsync)
        {
            Tag = GraphEndpoints.Tag, Description = "Along relations from the roots; without roots, from every entity that nothing leads to.", Accepts = [(MediaTypes.Json, typeof(LossOptions))],
            Answers = [(200, typeof(Losses), "How many, and some of them.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.NotInMemory, ErrorCodes.TooLargeForMemory],
        },
        new("POST", "/v1/graph/among", "among", "The relations among some entities", AmongAsync)
        {
            Tag = GraphEndpoints.Tag, Description = "Of 1 to 10,000 entities, at most 100,000 relations.", Accepts = [(MediaTypes.Json, typeof(AmongBody))],
            Answers = [(200, typeof(Network), "The entities in the order of the ids, and the relations among them.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.InvalidParameter],
        },
        new("POST", "/v1/graph/part", "part", "A part of the graph, however large", PartAsync)
        {
            Tag = GraphEndpoints.Tag,
            Description = "One line for each piece: {\"note\": …}, then {\"node\": {…}} for each entity, then {\"edge\": {…}} for each relation among them. "
                + "Entities and relations are as they are at one moment; titles and types as they are when they are read. An answer that breaks off is not whole.",
            Accepts = [(MediaTypes.Json, typeof(PartOptions))],
            Answers = [(200, typeof(GraphPiece), "The pieces, as lines.")], AnswersIn = MediaTypes.NdJson,
            Errors = [ErrorCodes.EntityNotFound, ErrorCodes.InvalidParameter, ErrorCodes.NotInMemory, ErrorCodes.TooLargeForMemory, ErrorCodes.AnalysisTooLarge],
        },
        new("GET", "/v1/graph/cycles", "cycles", "Circles, through an entity or anywhere", CyclesAsync)
        {
            Tag = GraphEndpoints.Tag,
            Query =
            [
                ApiParameter.Text("through", "Only circles through the entity of this id."), Via, At, ApiParameter.Integer("maxLength", "The largest number of steps of a circle: 1 to 20; default 6."),
                ApiParameter.Integer("limit", "How many circles: 1 to 1,000; default 10."),
            ],
            Answers = [(200, typeof(GraphCycles), "Whether there is any, and some of them.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.NotInMemory, ErrorCodes.TooLargeForMemory],
        },
        new("GET", "/v1/graph/order", "order", "An order in which every entity comes before those that its relations lead to", OrderAsync)
        {
            Tag = GraphEndpoints.Tag,
            Query = [Via, At, ApiParameter.Flag("targetsFirst", "Whether targets come before their sources, as what is depended on before what depends on it; default false."), Limit],
            Description = "With via, only entities that have a relation of one of these types. With Accept: application/x-ndjson the whole order, one line for each entity, however many; limit does not count there, and a circle is a problem.",
            Answers = [(200, typeof(GraphOrder), "The first of them, or a circle that prevents an order.")], Errors = [ErrorCodes.NotInMemory, ErrorCodes.TooLargeForMemory, ErrorCodes.NoOrder, ErrorCodes.AnalysisTooLarge],
        },
    ];

    private static async Task CommonAsync(ApiRequest request) => await request.JsonAsync(
        await request.Db.Graph.CommonNeighborsAsync(request.Segment(2), request.RequiredId("with"), Traversal(request), request.Aborted));

    private static async Task LossesAsync(ApiRequest request) =>
        await request.JsonAsync(await request.Db.Graph.LossesAsync(request.Segment(2), GraphJson.ReadLosses(await request.BodyAsync()), request.Aborted));

    private static async Task AmongAsync(ApiRequest request)
    {
        var (ids, options) = GraphJson.ReadAmong(await request.BodyAsync());
        await request.JsonAsync(await request.Db.Graph.AmongAsync(ids, options, request.Aborted));
    }

    private static async Task PartAsync(ApiRequest request) =>
        await AnswerLines.WriteAsync(request, request.Db.Graph.PartAsync(GraphJson.ReadPart(await request.BodyAsync()), request.Aborted));

    private static async Task CyclesAsync(ApiRequest request)
    {
        var usual = new CycleOptions();
        var options = new CycleOptions
        {
            Through = request.Id("through"),
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
        if (MediaTypes.Wanted(request.Context, MediaTypes.Json, MediaTypes.NdJson) == MediaTypes.NdJson)
        {
            await AnswerLines.WriteAsync(request, request.Db.Graph.WholeOrderAsync(options, request.Aborted));
            return;
        }

        await request.JsonAsync(await request.Db.Graph.OrderAsync(options, request.Aborted));
    }
}

/// <summary>Among which entities to look.</summary>
/// <param name="Ids">The entities.</param>
/// <param name="Via">Only relations of these types; all when empty.</param>
/// <param name="At">Only relations that hold at this time.</param>
/// <param name="Explain">Whether the answer says how it was found.</param>
internal sealed record AmongBody(IReadOnlyList<string> Ids, IReadOnlyList<string>? Via = null, DateTimeOffset? At = null, bool Explain = false);
