using static ThreeDb.Server.GraphParameters;

namespace ThreeDb.Server;

/// <summary>What neighbours say about an entity: who is like it, and whom it may be related with next.</summary>
internal static class LinkEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", "/v1/entities/{id}/alike", "alike", "The entities most like one, by the neighbours that they share", AlikeAsync)
        {
            Tag = GraphEndpoints.Tag, Description = "By relations; GET /v1/entities/{id}/similar compares texts.",
            Query = [.. Selection, Direction("any"), ApiParameter.Text("measure", "How neighbourhoods are compared: jaccard, overlap or adamicAdar; default jaccard."), Best],
            Answers = [(200, typeof(ScoredAnswer), "Most alike first.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.NotInMemory, ErrorCodes.TooLargeForMemory, ErrorCodes.AnalysisTooLarge],
        },
        new("GET", "/v1/entities/{id}/suggestions", "suggestions", "The entities that one should be related with: who to follow", SuggestionsAsync)
        {
            Tag = GraphEndpoints.Tag, Description = "Those that it has no relation with yet and that its neighbours suggest.",
            Query =
            [
                .. Selection, ApiParameter.Text("direction", "Which relation is looked for: out, in or any; default any."),
                ApiParameter.Text("measure", "What speaks for a relation: commonNeighbors, adamicAdar, resourceAllocation or preferentialAttachment; default adamicAdar."), Best,
            ],
            Answers = [(200, typeof(ScoredAnswer), "Best first.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.NotInMemory, ErrorCodes.TooLargeForMemory, ErrorCodes.AnalysisTooLarge],
        },
    ];

    private static async Task AlikeAsync(ApiRequest request)
    {
        var options = new SimilarityOptions
        {
            On = SelectionOf(request),
            Measure = request.Word<SimilarityMeasure>("measure") ?? SimilarityMeasure.Jaccard,
            Direction = request.Word<Direction>("direction") ?? ThreeDb.Direction.Any,
            Limit = LimitOf(request, otherwise: 10),
        };
        await request.JsonAsync(new ScoredAnswer(await request.Db.Graph.SimilarAsync(request.Segment(2), options, request.Aborted)));
    }

    private static async Task SuggestionsAsync(ApiRequest request)
    {
        var options = new SuggestionOptions
        {
            On = SelectionOf(request),
            Measure = request.Word<LinkMeasure>("measure") ?? LinkMeasure.AdamicAdar,
            Direction = request.Word<Direction>("direction") ?? ThreeDb.Direction.Any,
            Limit = LimitOf(request, otherwise: 10),
        };
        await request.JsonAsync(new ScoredAnswer(await request.Db.Graph.SuggestAsync(request.Segment(2), options, request.Aborted)));
    }
}
