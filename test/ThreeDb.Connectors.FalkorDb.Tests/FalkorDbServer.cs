using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.FalkorDb.Tests;

/// <summary>The server of the tests, and commands behind the projection's back.</summary>
internal static class FalkorDbServer
{
    public static async Task<FalkorDbProjection> CreateAsync(ProjectionContext context) => Create(context, (await EngineServer.SharedAsync(FalkorDbEngine.Instance)).Url);

    public static FalkorDbProjection Create(ProjectionContext context, string url) =>
        (FalkorDbProjection)new FalkorDbProjectionFactory().Create(context, Json.Of($$"""{"url":"{{url}}"}"""));

    public static async Task<RespValue> SendAsync(string command, params RespArgument[] arguments)
    {
        await using IRespClient client = new RespClient(new RespOptions { Endpoint = RespEndpoint.Parse((await EngineServer.SharedAsync(FalkorDbEngine.Instance)).Url) });
        return await client.SendAsync(command, arguments, TestContext.Current.CancellationToken);
    }

    public static Task<RespValue> QueryAsync(ProjectionContext context, string query) => SendAsync("GRAPH.QUERY", GraphNames.Of(context).Current, query);
}
