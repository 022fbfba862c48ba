using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Neo4j.Tests;

[Collection("neo4j")]
public sealed class LiveTests : LinkConformance
{
    // The aim is 2 s, and is missed by little (docs/design/sync.md): Neo4j reads bodies byte by byte, half a second for each row of 5 MB, and what is in the page waits for it.
    protected override TimeSpan LargestLag => TimeSpan.FromSeconds(10);

    protected override IProjectionFactory Factory { get; } = new Neo4jProjectionFactory();

    protected override async Task<EndPoint> EngineAsync() => Links.ServerOf((await EngineServer.SharedAsync(Neo4jEngine.Instance)).Url, 80);

    protected override async Task<JsonElement> SettingsAsync(IPEndPoint? at)
    {
        var settings = JsonObject.Create(await Neo4jPlace.SettingsAsync())!;
        settings["url"] = at is null ? settings["url"]!.GetValue<string>() : Links.Through(settings["url"]!.GetValue<string>(), at);
        return JsonSerializer.SerializeToElement(settings);
    }
}
