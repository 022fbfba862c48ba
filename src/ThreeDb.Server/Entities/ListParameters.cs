using System.Text.Json;

namespace ThreeDb.Server;

/// <summary>The parameters of listings.</summary>
internal static class ListParameters
{
    public static IReadOnlyList<ApiParameter> All { get; } =
    [
        ApiParameter.Text("type", "Only entities of this type."),
        ApiParameter.Text("project", "Only entities of this project."),
        ApiParameter.Text("where", "A filter as JSON, for example {\"price\":{\"gt\":30}}."),
        ApiParameter.Text("orderBy", "Field paths, separated by commas; '-' in front for largest first. Default: creation order.", many: true),
        ApiParameter.Integer("limit", "The size of a page: 1 to 1,000; default 50."),
        ApiParameter.Text("after", "'next' of the page before."),
        ApiParameter.Text("select", "Field paths of the data to return, separated by commas.", many: true),
    ];

    public static ListRequest Read(ApiRequest request) => new()
    {
        Type = request.Text("type"),
        Project = request.Text("project"),
        Where = request.Filter("where"),
        OrderBy = [.. request.Texts("orderBy").Select(SortKey.Parse)],
        Limit = request.Integer("limit", 50, 1, ListRequest.MaxLimit),
        After = request.Text("after"),
        Select = request.Texts("select"),
        Count = request.Context.Request.Headers["Prefer"].ToString() switch
        {
            "count=exact" => CountMode.Exact,
            "count=estimated" => CountMode.Estimated,
            _ => CountMode.None,
        },
    };
}

/// <summary>The body of a listing.</summary>
/// <param name="Type">Only entities of this type.</param>
/// <param name="Project">Only entities of this project.</param>
/// <param name="Where">A filter.</param>
/// <param name="OrderBy">Field paths; '-' in front for largest first.</param>
/// <param name="Limit">The size of a page: 1 to 1,000; default 50.</param>
/// <param name="After">'next' of the page before.</param>
/// <param name="Select">Field paths of the data to return.</param>
/// <param name="Count">Whether to count all matches.</param>
internal sealed record ListForm(
    string? Type = null, string? Project = null, JsonElement? Where = null, IReadOnlyList<string>? OrderBy = null, int? Limit = null, string? After = null, IReadOnlyList<string>? Select = null, CountMode? Count = null)
{
    public static ListRequest Read(JsonElement json)
    {
        var o = new StrictObject(json, "", ErrorCodes.InvalidParameter, "type", "project", "where", "orderBy", "limit", "after", "select", "count");
        var order = o.Texts("orderBy");
        if (order.Any(string.IsNullOrEmpty))
        {
            throw o.Fault("/orderBy", "'orderBy' holds field paths.");
        }

        return new ListRequest
        {
            Type = o.Text("type"),
            Project = o.Text("project"),
            Where = o.Any("where") is { } where ? Filter.Parse(where) : null,
            OrderBy = [.. order.Select(SortKey.Parse)],
            Limit = o.Integer("limit", 1, ListRequest.MaxLimit) ?? 50,
            After = o.Text("after"),
            Select = o.Texts("select"),
            Count = o.Word<CountMode>("count") ?? CountMode.None,
        };
    }
}
