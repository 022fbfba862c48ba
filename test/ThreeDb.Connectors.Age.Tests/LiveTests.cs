using System.Net;
using System.Text.Json;
using Npgsql;
using ThreeDb.Projections;
using ThreeDb.Testing;

namespace ThreeDb.Connectors.Age.Tests;

public sealed class LiveTests : LinkConformance
{
    protected override IProjectionFactory Factory { get; } = new AgeProjectionFactory();

    protected override async Task<EndPoint> EngineAsync()
    {
        var url = await UrlAsync();
        return new DnsEndPoint(url.Host!, url.Port);
    }

    protected override async Task<JsonElement> SettingsAsync(IPEndPoint? at)
    {
        var url = await UrlAsync();
        if (at is not null)
        {
            (url.Host, url.Port) = (at.Address.ToString(), at.Port);
        }

        return AgeServers.Settings(url.ConnectionString);
    }

    private static async Task<NpgsqlConnectionStringBuilder> UrlAsync() => new((await EngineServer.SharedAsync(AgeEngine.Instance)).Url);
}
