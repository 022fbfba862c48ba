namespace ThreeDb.Server;

/// <summary>Algorithms over HTTP.</summary>
internal static class AnalysisEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("POST", "/v1/graph/analyses", "analyze", "Run an algorithm over the graph, or a part of it", AnalyzeAsync)
        {
            Tag = GraphEndpoints.Tag,
            Description = "One runs at a time; tenants take turns. With Accept: text/event-stream, events tell the place of a run that waits (queued), the share that is done (progress) and then the answer (result, or problem); "
                + "with Accept: application/x-ndjson, one line for each entity: {\"id\": …, \"score\": …}. Closing the connection stops the run. saveAs needs a key that may write.",
            Accepts = [(MediaTypes.Json, typeof(AnalysisRequest))],
            Answers = [(200, typeof(GraphAnalysis), "The best scores, largest groups or best pairs, and facts about the whole.")],
            Errors = [ErrorCodes.InvalidParameter, ErrorCodes.UnknownMember, ErrorCodes.NumberOutOfRange, ErrorCodes.EntityNotFound, ErrorCodes.NotInMemory, ErrorCodes.TooLargeForMemory, ErrorCodes.AnalysisTooLarge],
        },
    ];

    private static async Task AnalyzeAsync(ApiRequest request)
    {
        var asked = GraphJson.ReadAnalysis(await request.BodyAsync());
        if (asked.SaveAs is not null && request.Holder is { Scope: < KeyScope.Write } holder)
        {
            throw new ThreeDbException(ErrorCodes.InsufficientScope, $"The key allows '{StrictObject.WordOf(holder.Scope)}'; 'saveAs' needs '{StrictObject.WordOf(KeyScope.Write)}'.");
        }

        switch (MediaTypes.Wanted(request.Context, MediaTypes.Json, MediaTypes.NdJson, MediaTypes.Events))
        {
            case MediaTypes.NdJson:
                await AnswerLines.WriteAsync(request, request.Db.Graph.ScoresAsync(asked, cancellationToken: request.Aborted));
                break;
            case MediaTypes.Events:
                await WorkEvents.WriteAsync(request, progress => request.Db.Graph.AnalyzeAsync(asked, progress, request.Aborted));
                break;
            default:
                await request.JsonAsync(await request.Db.Graph.AnalyzeAsync(asked, cancellationToken: request.Aborted));
                break;
        }
    }
}
