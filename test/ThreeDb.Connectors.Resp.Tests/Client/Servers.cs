using ThreeDb.Testing;

namespace ThreeDb.Connectors.Resp.Tests;

/// <summary>Clients of real servers.</summary>
internal static class Servers
{
    public static async Task<RespClient> ClientAsync() => Client((await EngineServer.SharedAsync(ValkeyEngine.Instance)).Url);

    public static RespClient Client(string url) => new(new RespOptions { Endpoint = RespEndpoint.Parse(url) });
}
