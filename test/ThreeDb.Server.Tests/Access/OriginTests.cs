namespace ThreeDb.Server.Tests;

/// <summary>The server that needs no key, and web pages that try to reach it.</summary>
public sealed class OriginTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly Call Create = Call.Post("/v1/entities", """{"type":"book","data":{}}""");

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    public async Task Request_without_a_key_from_elsewhere_is_refused(string header, string value)
    {
        (await Create.With(header, value).SendAsync(fixture.Http)).ExpectProblem(403, ErrorCodes.ForeignOrigin);
        (await Call.Get("/v1/entities").With(header, value).SendAsync(fixture.Http)).ExpectProblem(403, ErrorCodes.ForeignOrigin);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    public async Task Request_without_a_key_from_this_machine_is_answered(string host)
    {
        var authority = $"{host}:{fixture.Url.Port}";
        (await Create.With("Host", authority).SendAsync(fixture.Http)).Expect(201);
        (await Create.With("Host", authority).With("Origin", "http://" + authority).SendAsync(fixture.Http)).Expect(201);
    }

    [Fact]
    public async Task Request_with_a_key_may_come_from_anywhere()
    {
        var key = (await fixture.Db.Session.CreateKeyAsync("page", KeyScope.Write, null)).Secret;
        (await (Create with { Key = key }).With("Origin", "https://shop.example").SendAsync(fixture.Http)).Expect(201);
    }

    [Fact]
    public async Task Server_beyond_loopback_without_any_key_does_not_start()
    {
        var refused = await Assert.ThrowsAsync<ThreeDbException>(() => StartOpenAsync());
        Assert.Equal(ErrorCodes.UnsafeBinding, refused.Code);
        Assert.Contains("key create", refused.Hint, StringComparison.Ordinal);
    }

    // A database of its own: the others of this class have keys.
    private static async Task StartOpenAsync()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var engine = await ThreeDbEngine.OpenAsync(new ThreeDbOptions { ConnectionString = database.ConnectionString, Migrate = false, MaxConnections = 4 });
        await using var server = await ThreeDbServer.StartAsync(engine, new ServerOptions { Urls = ["http://0.0.0.0:0"] });
    }
}
