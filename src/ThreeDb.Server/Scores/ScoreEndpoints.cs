namespace ThreeDb.Server;

/// <summary>Saved scores over HTTP.</summary>
internal static class ScoreEndpoints
{
    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", "/v1/scores", "listScores", "List the names under which scores are saved", ListAsync)
        {
            Tag = GraphEndpoints.Tag, Description = "POST /v1/graph/analyses with saveAs saves them.",
            Answers = [(200, typeof(ScoresAnswer), "All names, with the number of entities that have a score and the time of the last save.")],
        },
        new("DELETE", "/v1/scores/{name}", "deleteScores", "Remove all that is saved under a name", DeleteAsync)
        {
            Tag = GraphEndpoints.Tag, Scope = KeyScope.Write, Description = "The entities stay as they are.",
            Answers = [(204, null, "Removed.")], Errors = [ErrorCodes.ScoreNotFound],
        },
    ];

    private static async Task ListAsync(ApiRequest request) => await request.JsonAsync(new ScoresAnswer(await request.Db.Scores.ListAsync(request.Aborted)));

    private static async Task DeleteAsync(ApiRequest request)
    {
        var name = request.Segment(2);
        if (!await request.Db.Scores.DeleteAsync(name, request.Aborted))
        {
            throw new ThreeDbException(ErrorCodes.ScoreNotFound, $"No scores are saved as '{name}'.");
        }

        request.Context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}

/// <summary>The saved scores of a tenant.</summary>
/// <param name="Items">By name.</param>
internal sealed record ScoresAnswer(IReadOnlyList<SavedScore> Items);
