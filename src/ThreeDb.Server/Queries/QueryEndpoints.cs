using System.Globalization;

namespace ThreeDb.Server;

/// <summary>Queries and searches over HTTP.</summary>
internal static class QueryEndpoints
{
    private const string Tag = "Search";

    private static readonly IReadOnlyList<ApiParameter> Common =
    [
        ApiParameter.Text("type", "Only entities of this type."),
        ApiParameter.Text("where", "A filter as JSON."),
        ApiParameter.Text("boost", "Saved scores that lift hits, as name=weight, separated by commas: importance=0.2. At most 8.", many: true),
        ApiParameter.Integer("limit", "The number of hits: 1 to 1,000; default 10."),
        ApiParameter.Text("select", "Field paths of the data to return, separated by commas.", many: true),
        ApiParameter.Flag("explain", "Whether the answer says how it was found."),
    ];

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("POST", "/v1/query", "query", "Find by fields, text, meaning and relations in one query", QueryAsync)
        {
            Tag = Tag, Accepts = [(MediaTypes.Json, typeof(QueryForm))], Answers = [(200, typeof(QueryResult), "The hits, best first.")],
            Errors = [ErrorCodes.InvalidQuery, ErrorCodes.InvalidFilter, ErrorCodes.UnknownMember, ErrorCodes.BodyTooLarge],
        },
        new("GET", "/v1/search", "search", "Find by words", SearchAsync)
        {
            Tag = Tag, Query = [ApiParameter.Text("q", "The words: \"quoted phrases\", or, -not.", required: true), .. Common],
            Answers = [(200, typeof(QueryResult), "The hits, best first, with excerpts.")], Errors = [ErrorCodes.InvalidQuery],
        },
        new("GET", "/v1/near", "near", "Find by meaning", NearAsync)
        {
            Tag = Tag, Query = [ApiParameter.Text("text", "What the hits are to be near to.", required: true), .. Common],
            Answers = [(200, typeof(QueryResult), "The hits, nearest first.")], Errors = [ErrorCodes.InvalidQuery],
        },
        new("GET", "/v1/entities/{id}/similar", "similar", "The entities most similar to one", SimilarAsync)
        {
            Tag = Tag, Description = "Of its own type unless another is named.", Query = Common,
            Answers = [(200, typeof(QueryResult), "The hits, nearest first.")], Errors = [ErrorCodes.EntityNotFound],
        },
    ];

    private static async Task QueryAsync(ApiRequest request)
    {
        var query = QueryJson.Read(await request.BodyAsync());
        var db = query.AtLeast is { } position ? request.Db.AtLeast(position, request.Wait) : request.Db;
        await request.JsonAsync(await db.QueryAsync(query, request.Aborted));
    }

    private static async Task SearchAsync(ApiRequest request) => await request.JsonAsync(await request.Db.QueryAsync(
        Read(request) with { Text = new TextLeg { Query = request.RequiredText("q"), Highlight = true } }, request.Aborted));

    private static async Task NearAsync(ApiRequest request) => await request.JsonAsync(await request.Db.QueryAsync(
        Read(request) with { Near = new NearLeg { Text = request.RequiredText("text") } }, request.Aborted));

    private static async Task SimilarAsync(ApiRequest request)
    {
        var id = request.Segment(2);
        var query = Read(request) with { Near = new NearLeg { Entity = id } };
        if (query.From is null)
        {
            var entity = await request.Db.Entities.GetAsync(id, request.Aborted) ?? throw new ThreeDbException(ErrorCodes.EntityNotFound, $"There is no entity '{id}'.");
            query = query with { From = entity.Type };
        }

        await request.JsonAsync(await request.Db.QueryAsync(query, request.Aborted));
    }

    // What names and weights may be, the query itself says.
    private static Dictionary<string, double> Boosts(IReadOnlyList<string> texts)
    {
        var boosts = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (text.Split('=') is not [{ Length: > 0 } name, var weight] || !double.TryParse(weight, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                throw ApiRequest.Fault("boost", "is of the form name=weight, such as importance=0.2", "Write boost=importance=0.2, with the name of a saved score; several separated by commas.");
            }

            if (!boosts.TryAdd(name, number))
            {
                throw ApiRequest.Fault("boost", "names a score once", "Give each score one weight.");
            }
        }

        return boosts;
    }

    private static Query Read(ApiRequest request) => new()
    {
        From = request.Text("type"),
        Where = request.Filter("where"),
        Boost = Boosts(request.Texts("boost")),
        Limit = request.Integer("limit", 10, 1, Query.MaxLimit),
        Select = request.Texts("select"),
        Explain = request.Flag("explain"),
    };
}
