namespace ThreeDb.Server.Tests;

/// <summary>Every operation with every sort of key, and with none.</summary>
public sealed class KeyTests(KeyedServer fixture) : IClassFixture<KeyedServer>
{
    private static readonly IReadOnlyList<Probe> All = Probes.Of("aaaaaaaaaaaaaaaa");

    [Fact]
    public Task Request_without_a_key_is_unauthenticated() => RefusedAsync(call => call, ErrorCodes.Unauthenticated);

    [Theory]
    [InlineData("3db_aaaaaaaaaaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("3db_")]
    [InlineData("'; drop table threedb.api_key; --")]
    public Task Request_with_a_key_that_is_none_is_unauthenticated(string key) => RefusedAsync(call => call with { Key = key }, ErrorCodes.InvalidKey);

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    [InlineData("key")]
    public Task Request_with_another_scheme_is_unauthenticated(string header) => RefusedAsync(call => call.With("Authorization", header), ErrorCodes.InvalidKey);

    [Fact]
    public async Task Request_with_the_wrong_secret_of_a_real_key_is_unauthenticated()
    {
        var key = await fixture.KeyAsync(KeyScope.Admin);
        (await (Call.Get("/v1/me") with { Key = key }).SendAsync(fixture.Keyed)).Expect(200);
        var wrong = key[..^1] + (key[^1] == 'A' ? 'E' : 'A');
        await RefusedAsync(call => call with { Key = wrong }, ErrorCodes.InvalidKey);
    }

    [Fact]
    public async Task Request_with_a_revoked_key_is_unauthenticated_at_once()
    {
        var key = await fixture.KeyAsync(KeyScope.Admin);
        (await (Call.Get("/v1/me") with { Key = key }).SendAsync(fixture.Keyed)).Expect(200);
        (await (Call.Delete("/v1/keys/" + key[4..20]) with { Key = key }).SendAsync(fixture.Keyed)).Expect(204);
        await RefusedAsync(call => call with { Key = key }, ErrorCodes.InvalidKey);
    }

    [Fact]
    public async Task Request_with_an_expired_key_is_unauthenticated()
    {
        var key = await fixture.KeyAsync(KeyScope.Admin);
        await fixture.Database.RunAsync($"update threedb.api_key set expires_at = now() - interval '1 second' where key_id = '{key[4..20]}'");
        await RefusedAsync(call => call with { Key = key }, ErrorCodes.InvalidKey);
    }

    [Theory]
    [InlineData(KeyScope.Read)]
    [InlineData(KeyScope.Write)]
    [InlineData(KeyScope.Admin)]
    public async Task Key_allows_the_operations_of_its_scope_and_no_others(KeyScope scope)
    {
        var key = await fixture.KeyAsync(scope);
        await Many.CheckAsync(All, async probe =>
        {
            var needed = ApiSurface.All.Single(endpoint => endpoint.Name == probe.Endpoint).Scope;
            var answer = await (probe.Call with { Key = key }).SendAsync(fixture.Keyed);
            var refused = answer.Code == ErrorCodes.InsufficientScope.Code;
            return refused == (needed > scope) && refused == (answer.Status == 403) && answer.Status != 401
                ? null
                : $"{probe.Call.Method} {probe.Call.Path} with {scope}: {answer}";
        });
    }

    [Fact]
    public async Task Key_of_too_small_a_scope_learns_nothing_about_what_exists()
    {
        await fixture.Db.Entities.CreateAsync("book", Json.Of("{}"), "there");
        var call = Call.Delete("/v1/entities/there") with { Key = await fixture.KeyAsync(KeyScope.Read) };
        var present = await call.SendAsync(fixture.Keyed);
        var absent = await (call with { Path = "/v1/entities/where" }).SendAsync(fixture.Keyed);
        Assert.Equal(TenantMatrix.Comparable(absent), TenantMatrix.Comparable(present));
        Assert.Equal(403, present.Status);
    }

    [Fact]
    public async Task Secret_is_shown_once_and_stored_nowhere()
    {
        var made = (await (Call.Post("/v1/keys", """{"actor":"once","scope":"read"}""") with { Key = await fixture.KeyAsync(KeyScope.Admin) })
            .SendAsync(fixture.Keyed)).Expect(201);
        var secret = made.GetProperty("secret").GetString()!;
        var list = await (Call.Get("/v1/keys") with { Key = await fixture.KeyAsync(KeyScope.Admin) }).SendAsync(fixture.Keyed);
        Assert.DoesNotContain(secret[21..], list.Text, StringComparison.Ordinal);
        Assert.False(await fixture.Database.ScalarAsync<bool>($"select exists (select from threedb.api_key k where k::text like '%{secret[21..]}%')"));
    }

    // Refused alike, whatever is asked for; what needs no key goes on answering.
    private Task RefusedAsync(Func<Call, Call> send, ErrorCode code) => Many.CheckAsync(All, async probe =>
    {
        var open = ApiSurface.All.Single(endpoint => endpoint.Name == probe.Endpoint).Scope is null;
        var answer = await send(probe.Call).SendAsync(fixture.Keyed);
        var wanted = open ? probe.Own : 401;
        return answer.Status == wanted && (open || (answer.Code == code.Code && answer.ProblemFault() is null && answer.Headers.ContainsKey("WWW-Authenticate")))
            ? null
            : $"{probe.Call.Method} {probe.Call.Path}: not {wanted}: {answer}";
    });
}
