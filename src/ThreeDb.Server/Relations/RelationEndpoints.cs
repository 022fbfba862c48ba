using System.Text.Json;

namespace ThreeDb.Server;

/// <summary>Edges over HTTP.</summary>
internal static class RelationEndpoints
{
    private const string Tag = "Relations";

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("PUT", "/v1/relations", "putRelation", "Create or update a relation", PutAsync)
        {
            Tag = Tag, Scope = KeyScope.Write, IsIdempotent = true, Headers = [Preconditions.IdempotencyKey],
            Description = "An end that does not exist yet becomes a stub, which the real entity fills in later.",
            Accepts = [(MediaTypes.Json, typeof(RelationForm))],
            Answers = [(200, typeof(RelationAnswer), "Updated, or it was so already."), (201, typeof(RelationAnswer), "Created.")],
            Errors = [ErrorCodes.InvalidId, ErrorCodes.InvalidName, ErrorCodes.DerivedRelation],
        },
        new("DELETE", "/v1/relations", "deleteRelation", "Remove a relation", DeleteAsync)
        {
            Tag = Tag, Scope = KeyScope.Write, IsIdempotent = true, Headers = [Preconditions.IdempotencyKey],
            Query =
            [
                ApiParameter.Text("from", "The id of the source.", required: true), ApiParameter.Text("type", "The type.", required: true),
                ApiParameter.Text("to", "The id of the target.", required: true), ApiParameter.Text("key", "Which of several; default none."),
            ],
            Answers = [(200, typeof(ReceiptAnswer), "Removed, or it was not there.")],
            Errors = [ErrorCodes.DerivedRelation],
        },
        new("GET", "/v1/relations", "listAllRelations", "List all relations of the tenant", ListAllAsync)
        {
            Tag = Tag,
            Query =
            [
                ApiParameter.Text("type", "Only relations of these types.", many: true),
                ApiParameter.Integer("limit", "The size of a page: 1 to 1,000; default 100."), ApiParameter.Text("after", "'next' of the page before."),
            ],
            Answers = [(200, typeof(RelationPage), "A page.")],
            Errors = [ErrorCodes.InvalidCursor],
        },
        new("GET", "/v1/entities/{id}/relations", "listRelations", "List the relations of an entity", ListAsync)
        {
            Tag = Tag,
            Query =
            [
                ApiParameter.Text("direction", "out, in or any; default any."), ApiParameter.Text("type", "Only relations of these types.", many: true),
                ApiParameter.Integer("limit", "The size of a page: 1 to 1,000; default 100."), ApiParameter.Text("after", "'next' of the page before."),
            ],
            Answers = [(200, typeof(RelationPage), "A page; none for an entity that does not exist.")],
            Errors = [ErrorCodes.InvalidCursor],
        },
    ];

    private static async Task PutAsync(ApiRequest request)
    {
        var o = new StrictObject(await request.DocumentAsync(), "", ErrorCodes.InvalidMutation, "from", "type", "to", "key", "data", "weight", "validFrom", "validTo");
        var relate = new Relate(o.RequiredText("from"), o.RequiredText("type"), o.RequiredText("to"))
        {
            Key = o.Text("key") ?? "",
            Data = o.Any("data") is { ValueKind: not JsonValueKind.Null } data ? data : null,
            Weight = o.Number("weight") ?? 1,
            ValidFrom = o.Time("validFrom"),
            ValidTo = o.Time("validTo"),
        };
        var done = await request.Session.WriteAsync([relate], request.WriteOptions, guarded: true, request.Aborted);
        var outcome = done.Results[0].Outcome;
        await request.WrittenAsync(new RelationAnswer(done.Results[0].Relation!, outcome, done.Position), done.Position, outcome == WriteOutcome.Created ? 201 : 200);
    }

    private static async Task DeleteAsync(ApiRequest request)
    {
        var unrelate = new Unrelate(request.RequiredId("from"), request.RequiredText("type"), request.RequiredId("to")) { Key = request.Text("key") ?? "" };
        var done = await request.Session.WriteAsync([unrelate], request.WriteOptions, guarded: true, request.Aborted);
        await request.WrittenAsync(new ReceiptAnswer(done.Results[0].Version, done.Results[0].Outcome, done.Position), done.Position);
    }

    private static async Task ListAllAsync(ApiRequest request) => await request.JsonAsync(await request.Db.Relations.ListAsync(
        new RelationRequest { Types = request.Texts("type"), Limit = request.Integer("limit", 100, 1, 1000), After = request.Text("after") }, request.Aborted));

    private static async Task ListAsync(ApiRequest request) => await request.JsonAsync(await request.Db.Relations.ListAsync(
        new RelationRequest(request.Segment(2))
        {
            Direction = request.Word<Direction>("direction") ?? Direction.Any,
            Types = request.Texts("type"),
            Limit = request.Integer("limit", 100, 1, 1000),
            After = request.Text("after"),
        }, request.Aborted));
}

/// <summary>The body that puts a relation.</summary>
/// <param name="From">The id of the source.</param>
/// <param name="Type">The type.</param>
/// <param name="To">The id of the target.</param>
/// <param name="Key">Tells several relations of one type between the same two entities apart.</param>
/// <param name="Data">A JSON object about the relation.</param>
/// <param name="Weight">The weight; default 1.</param>
/// <param name="ValidFrom">From when on it holds.</param>
/// <param name="ValidTo">Until when it holds (exclusive).</param>
internal sealed record RelationForm(
    string From, string Type, string To, string? Key = null, JsonElement? Data = null, double? Weight = null, DateTimeOffset? ValidFrom = null, DateTimeOffset? ValidTo = null);

/// <summary>A relation after a write.</summary>
/// <param name="Relation">The relation as it is now.</param>
/// <param name="Outcome">Whether it was created, changed, or found to be as asked for.</param>
/// <param name="Position">The point in the change log from which on every read sees the write.</param>
internal sealed record RelationAnswer(Relation Relation, WriteOutcome Outcome, Position Position);
