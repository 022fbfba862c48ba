using ThreeDb.Testing;

namespace ThreeDb.Connectors.Resp.Tests;

/// <summary>Clients of real servers.</summary>
internal static class Servers
{
    public static async Task<RespClient> ClientAsync() => Client((await EngineServer.SharedAsync(ValkeyEngine.Instance)).Url);

    /// <summary>A client whose commands may take so long.</summary>
    public static async Task<RespClient> ClientAsync(TimeSpan commandTimeout) =>
        new(new RespOptions { Endpoint = RespEndpoint.Parse((await EngineServer.SharedAsync(ValkeyEngine.Instance)).Url), CommandTimeout = commandTimeout });

    public static RespClient Client(string url) => new(new RespOptions { Endpoint = RespEndpoint.Parse(url) });
}
