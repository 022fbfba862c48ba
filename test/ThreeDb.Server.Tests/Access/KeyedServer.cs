namespace ThreeDb.Server.Tests;

/// <summary>A server beside the first, on the same database, that listens beyond loopback and so asks everybody for a key.</summary>
public sealed class KeyedServer : ServerFixture
{
    private ThreeDbServer _open = null!;

    /// <summary>Plain HTTP to that server.</summary>
    public HttpClient Keyed { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await KeyAsync(KeyScope.Admin);
        _open = await StartAsync(new ServerOptions { Urls = ["http://0.0.0.0:0"] });
        Keyed = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{new Uri(_open.Urls[0]).Port}") };
    }

    /// <summary>A new key of the tenant <c>default</c>.</summary>
    public async Task<string> KeyAsync(KeyScope scope) => (await Db.Session.CreateKeyAsync("caller", scope, null)).Secret;

    public override async ValueTask DisposeAsync()
    {
        Keyed.Dispose();
        await _open.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
