using System.Globalization;
using ThreeDb.Postgres;

namespace ThreeDb.Server;

/// <summary>Versions over HTTP.</summary>
internal static class HistoryEndpoints
{
    private const string Tag = "History";

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", "/v1/entities/{id}/history", "listHistory", "List the versions of an entity", ListAsync)
        {
            Tag = Tag, Query = [ApiParameter.Integer("limit", "The size of a page: 1 to 1,000; default 50."), ApiParameter.Text("after", "'next' of the page before.")],
            Answers = [(200, typeof(HistoryPage), "Newest first; also of a deleted entity.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.InvalidCursor],
        },
        new("GET", "/v1/entities/{id}/history/{version}", "getVersion", "Read a version", GetAsync)
        {
            Tag = Tag, Answers = [(200, typeof(EntityVersion), "The version.")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.VersionNotFound],
        },
        new("GET", "/v1/entities/{id}/diff", "diffVersions", "Compare two versions", DiffAsync)
        {
            Tag = Tag,
            Query = [ApiParameter.Integer("from", "The version to start from.", required: true), ApiParameter.Integer("to", "The version to arrive at.", required: true)],
            Answers = [(200, typeof(JsonPatch), "A JSON Patch (RFC 6902).")], Errors = [ErrorCodes.EntityNotFound, ErrorCodes.VersionNotFound],
        },
        new("POST", "/v1/entities/{id}/restore", "restoreEntity", "Make an earlier version current again", RestoreAsync)
        {
            Tag = Tag, Scope = KeyScope.Write, IsIdempotent = true,
            Description = "As a new version. Without a version it undoes a deletion, relations included.",
            Query = [ApiParameter.Integer("version", "The version to go back to.")], Headers = [Preconditions.IfMatch, Preconditions.IdempotencyKey],
            Answers = [(200, typeof(EntityAnswer), "Changed, or it was so already."), (201, typeof(EntityAnswer), "The deletion is undone.")],
            Errors = [ErrorCodes.EntityNotFound, ErrorCodes.VersionNotFound, ErrorCodes.VersionMismatch, ErrorCodes.IdempotencyMismatch],
        },
    ];

    private static async Task ListAsync(ApiRequest request) => await request.JsonAsync(
        await request.Db.History.ListAsync(request.Segment(2), request.Integer("limit", 50, 1, 1000), request.Text("after"), request.Aborted));

    private static async Task GetAsync(ApiRequest request)
    {
        var text = request.Segment(4);
        var version = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ThreeDbException(ErrorCodes.VersionNotFound, $"'{(text.Length > 50 ? text[..50] + "…" : text)}' is no version.");
        await request.JsonAsync(await request.Db.History.GetAsync(request.Segment(2), version, request.Aborted));
    }

    private static async Task DiffAsync(ApiRequest request)
    {
        request.RequiredText("from");
        request.RequiredText("to");
        await request.JsonAsync(await request.Db.History.DiffAsync(request.Segment(2), request.Integer("from")!.Value, request.Integer("to")!.Value, request.Aborted));
    }

    private static async Task RestoreAsync(ApiRequest request)
    {
        var (mustExist, ifVersion) = Preconditions.Match(request);
        var restoration = new Restoration(request.Segment(2), request.Integer("version")) { IfVersion = ifVersion, MustExist = mustExist && ifVersion is null };
        var done = await request.Session.RestoreAsync(restoration, request.IdempotencyKey, request.Aborted);
        request.Context.Response.Headers.ETag = Preconditions.TagOf(done.Entity.Version);
        await request.WrittenAsync(new EntityAnswer(done.Entity, done.Outcome, done.Position), done.Position, done.Outcome == WriteOutcome.Created ? 201 : 200);
    }
}
