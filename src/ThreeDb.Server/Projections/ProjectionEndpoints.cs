namespace ThreeDb.Server;

/// <summary>Projections into other engines over HTTP.</summary>
internal static class ProjectionEndpoints
{
    public const string Tag = "Projections";

    private const string One = "/v1/projections/{name}";

    public static IReadOnlyList<ApiEndpoint> All { get; } =
    [
        new("GET", "/v1/projections", "listProjections", "How all projections are", ListAsync)
        {
            Tag = Tag, TakesPosition = false, Answers = [(200, typeof(ProjectionsAnswer), "By name.")],
        },
        new("GET", One, "getProjection", "How a projection is", GetAsync)
        {
            Tag = Tag, TakesPosition = false, Answers = [(200, typeof(ProjectionStatus), "Its state, and what to do about it.")], Errors = [ErrorCodes.ProjectionNotFound],
        },
        new("PUT", One, "putProjection", "Add a projection, or change it", PutAsync)
        {
            Tag = Tag, Scope = KeyScope.Admin, Description = "New settings begin a rebuild; new rules a rebuild of the types that they concern. It works on in the background. With another kind or address the old copy stays; 'left' says where.",
            Accepts = [(MediaTypes.Json, typeof(ProjectionForm))], Answers = [(200, typeof(ProjectionStatus), "Declared.")],
            Errors = [ErrorCodes.InvalidProjection, ErrorCodes.InvalidName],
        },
        new("DELETE", One, "deleteProjection", "Remove a projection", DeleteAsync)
        {
            Tag = Tag, Scope = KeyScope.Admin, Query = [ApiParameter.Flag("keepData", "Whether what it made in its engine stays; default false.")],
            Answers = [(204, null, "Removed, and its engine has dropped what it held.")], Errors = [ErrorCodes.ProjectionNotFound, ErrorCodes.ProjectionUnreachable],
        },
        Order("pause", "Stop applying changes; they wait in the log", static (sync, name, stop) => sync.PauseAsync(name, stop)),
        Order("resume", "Go on after a pause, or at once instead of at the next attempt", static (sync, name, stop) => sync.ResumeAsync(name, stop)),
        Work("rebuild", "Build it anew from the source, beside the live feed", static (sync, name, stop) => sync.RebuildAsync(name, stop)),
        Work("reconcile", "Compare it with the source and repair it, beside the live feed", static (sync, name, stop) => sync.ReconcileAsync(name, stop)),
        new("GET", One + "/reports", "listReports", "What the last comparisons with the source found, and when and why it was built anew", ReportsAsync)
        {
            Tag = Tag, TakesPosition = false, Query = [ApiParameter.Integer("limit", "The number of reports: 1 to 100; default 20.")],
            Answers = [(200, typeof(ReportsAnswer), "Newest first.")], Errors = [ErrorCodes.ProjectionNotFound],
        },
        new("POST", One + "/query", "queryProjection", "Ask its engine a read query in Cypher", QueryAsync)
        {
            Tag = Tag, Accepts = [(MediaTypes.Json, typeof(RoutedQueryForm))], Answers = [(200, typeof(RoutedAnswer), "What the engine answered, and how far it was.")],
            Errors = [ErrorCodes.ProjectionNotFound, ErrorCodes.InvalidQuery, ErrorCodes.NotQueryable, ErrorCodes.QueryRefused, ErrorCodes.ProjectionUnreachable, ErrorCodes.DeadlineExceeded],
        },
    ];

    private static ApiEndpoint Order(string verb, string summary, Func<ISync, string, CancellationToken, Task<ProjectionStatus>> order) =>
        new("POST", $"{One}/{verb}", verb + "Projection", summary, async request =>
            await request.JsonAsync(await order(request.Db.Sync, request.Segment(2), request.Aborted)))
        {
            Tag = Tag, Scope = KeyScope.Admin, Answers = [(200, typeof(ProjectionStatus), "Ordered; the process that leads it follows at once.")], Errors = [ErrorCodes.ProjectionNotFound],
        };

    private static ApiEndpoint Work(string work, string summary, Func<ISync, string, CancellationToken, Task<ProjectionStatus>> order) =>
        new("POST", $"{One}/{work}", work + "Projection", summary, async request =>
        {
            var wait = request.Integer("wait", 0, 0, 600);
            var status = await order(request.Db.Sync, request.Segment(2), request.Aborted);
            if (wait > 0)
            {
                status = await request.Db.Sync.FinishAsync(request.Segment(2), work, TimeSpan.FromSeconds(wait), cancellationToken: request.Aborted);
            }

            await request.JsonAsync(status, status.Unfinished.Contains(work) ? StatusCodes.Status202Accepted : StatusCodes.Status200OK);
        })
        {
            Tag = Tag, Scope = KeyScope.Admin, Query = [ApiParameter.Integer("wait", "How many seconds to wait for the end: 0 to 600; default 0.")],
            Answers = [(200, typeof(ProjectionStatus), "Done."), (202, typeof(ProjectionStatus), "Begun, or about to begin; 'progress' shows how far it is.")],
            Errors = [ErrorCodes.ProjectionNotFound],
        };

    private static async Task ListAsync(ApiRequest request) => await request.JsonAsync(
        new ProjectionsAnswer([.. (await request.Db.Sync.ListAsync(request.Aborted)).Select(status => For(request, status))]));

    private static async Task GetAsync(ApiRequest request) => await request.JsonAsync(For(request, await request.Db.Sync.GetAsync(request.Segment(2), request.Aborted)));

    // A session of the cluster may be anybody's, of other tenants too.
    private static ProjectionStatus For(ApiRequest request, ProjectionStatus status) => request.Holder is { Scope: < KeyScope.Admin } ? status.WithoutSessions() : status;

    private static async Task PutAsync(ApiRequest request)
    {
        var name = request.Segment(2);
        Identifiers.CheckName(name, "projection", "/name");
        var definition = ProjectionJson.Read(await request.BodyAsync());
        definition = definition with { Faults = [.. definition.Faults, .. await SecretRules.FaultsAsync(request, name, definition)] };
        await request.JsonAsync(await request.Db.Sync.PutAsync(name, definition, request.Aborted));
    }

    private static async Task DeleteAsync(ApiRequest request)
    {
        await request.Db.Sync.DeleteAsync(request.Segment(2), request.Flag("keepData"), request.Aborted);
        request.Context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task ReportsAsync(ApiRequest request) => await request.JsonAsync(
        new ReportsAnswer(await request.Db.Sync.ReportsAsync(request.Segment(2), request.Integer("limit", 20, 1, 100), request.Aborted)));

    private static async Task QueryAsync(ApiRequest request)
    {
        var query = ProjectionJson.ReadQuery(await request.BodyAsync());
        await request.JsonAsync(await request.Db.Sync.QueryAsync(request.Segment(2), query, request.Aborted));
    }
}
