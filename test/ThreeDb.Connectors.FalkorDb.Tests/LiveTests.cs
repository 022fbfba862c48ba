using System.Net;
using System.Text.Json;
using ThreeDb.Connectors.Resp;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.FalkorDb.Tests;

public sealed class LiveTests : LinkConformance
{
    protected override IProjectionFactory Factory { get; } = new FalkorDbProjectionFactory();

    protected override async Task<EndPoint> EngineAsync() => Links.ServerOf((await EngineServer.SharedAsync(FalkorDbEngine.Instance)).Url, RespEndpoint.DefaultPort);

    protected override async Task<JsonElement> SettingsAsync(IPEndPoint? at)
    {
        var url = (await EngineServer.SharedAsync(FalkorDbEngine.Instance)).Url;
        return Json.Of(new { url = at is null ? url : Links.Through(url, at) });
    }
}
