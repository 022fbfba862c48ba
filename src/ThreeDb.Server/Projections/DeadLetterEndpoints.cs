namespace ThreeDb.Server;

/// <summary>Keys that a projection could not apply, over HTTP.</summary>
internal static class DeadLetterEndpoints
{
    private const string Pattern = "/v1/projections/{name}/dead-letters";

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", Pattern, "listDeadLetters", "Keys that could not be applied", ListAsync)
        {
            Tag = ProjectionEndpoints.Tag, TakesPosition = false, Query = [ApiParameter.Integer("limit", "The number of keys: 1 to 10,000; default 100.")],
            Answers = [(200, typeof(DeadLettersAnswer), "Oldest first, each with the engine's reason.")], Errors = [ErrorCodes.ProjectionNotFound],
        },
        Order("retry", "Try keys again, with what the source holds now", needsAll: false, static (sync, name, letters, stop) => sync.RetryAsync(name, letters, stop)),
        Order("discard", "Forget keys; the next change of each, or a reconcile, tries it again", needsAll: true, static (sync, name, letters, stop) => sync.DiscardAsync(name, letters, stop)),
    ];

    private static ApiEndpoint Order(string verb, string summary, bool needsAll, Func<ISync, string, IReadOnlyList<long>?, CancellationToken, Task<int>> order) =>
        new("POST", $"{Pattern}/{verb}", verb + "DeadLetters", summary, async request =>
            await request.JsonAsync(new LettersAnswer(await order(request.Db.Sync, request.Segment(2), LettersForm.Read(await request.BodyAsync(), needsAll), request.Aborted))))
        {
            Tag = ProjectionEndpoints.Tag, Scope = KeyScope.Admin, Accepts = [(MediaTypes.Json, typeof(LettersForm))],
            Answers = [(200, typeof(LettersAnswer), "How many it concerns.")], Errors = [ErrorCodes.ProjectionNotFound],
        };

    private static async Task ListAsync(ApiRequest request) => await request.JsonAsync(
        new DeadLettersAnswer(await request.Db.Sync.DeadLettersAsync(request.Segment(2), request.Integer("limit", 100, 1, 10_000), request.Aborted)));
}
