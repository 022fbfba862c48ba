namespace ThreeDb.Server;

/// <summary>Parameters that several questions about the graph have, and how they are read.</summary>
internal static class GraphParameters
{
    public static readonly ApiParameter Via = ApiParameter.Text("via", "Only relations of these types, separated by commas.", many: true);
    public static readonly ApiParameter At = ApiParameter.Text("at", "Only relations that hold at this time.");
    public static readonly ApiParameter Explain = ApiParameter.Flag("explain", "Whether the answer says how it was found: from memory or by SQL, why, and in what time.");
    public static readonly ApiParameter Limit = ApiParameter.Integer("limit", "The largest number of entities in the answer: 1 to 10,000; default 100.");
    public static readonly ApiParameter Best = ApiParameter.Integer("limit", "How many: 1 to 10,000; default 10.");

    /// <summary>Which part of the graph.</summary>
    public static readonly IReadOnlyList<ApiParameter> Selection =
    [
        ApiParameter.Text("types", "Only entities of these types, separated by commas.", many: true), Via, ApiParameter.Text("project", "Only entities of this project."), At,
    ];

    public static ApiParameter Direction(string otherwise) => ApiParameter.Text("direction", $"Which way to follow relations: out, in or any; default {otherwise}.");

    public static ApiParameter Depth(string otherwise) => ApiParameter.Integer("depth", $"The largest number of steps: 1 to 100; default {otherwise}.");

    public static Traversal Traversal(ApiRequest request) => new()
    {
        Direction = request.Word<Direction>("direction"),
        Via = request.Texts("via"),
        Depth = DepthOf(request),
        Limit = LimitOf(request),
        At = request.Time("at"),
        Explain = request.Flag("explain"),
    };

    public static GraphSelection SelectionOf(ApiRequest request) => new()
    {
        Types = request.Texts("types"),
        Via = request.Texts("via"),
        Project = request.Text("project"),
        At = request.Time("at"),
    };

    public static int? DepthOf(ApiRequest request) => request.Text("depth") is null ? null : request.Integer("depth", 1, 1, ThreeDb.Traversal.MaxDepth);

    public static int LimitOf(ApiRequest request, int otherwise = 100, int least = 1) => request.Integer("limit", otherwise, least, 10_000);
}

/// <summary>Entities, best first.</summary>
/// <param name="Items">The entities.</param>
internal sealed record ScoredAnswer(IReadOnlyList<ScoredEntity> Items);
