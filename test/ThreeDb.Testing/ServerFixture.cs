using ThreeDb.Client;
using ThreeDb.Server;

namespace ThreeDb.Testing;

/// <summary>A database with an engine and a server on it, for one test class.</summary>
public class ServerFixture : EngineFixture
{
    public ThreeDbServer Server { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    /// <summary>The HTTP client's view of the tenant <c>default</c>.</summary>
    public ThreeDbClient Client { get; private set; } = null!;

    /// <summary>Plain HTTP to the server.</summary>
    public HttpClient Http { get; private set; } = null!;

    protected virtual ServerOptions Options => new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Server = await StartAsync(Options with { Urls = ["http://127.0.0.1:0"] });
        Url = new Uri(Server.Urls[0]);
        Client = new ThreeDbClient(Url);
        Http = new HttpClient { BaseAddress = Url };
    }

    /// <summary>Another server on the same engine.</summary>
    public Task<ThreeDbServer> StartAsync(ServerOptions options) => ThreeDbServer.StartAsync(Engine, options, Loggers);

    public override async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await Server.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
