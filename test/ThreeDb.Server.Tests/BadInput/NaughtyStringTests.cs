using System.Text.Json;

namespace ThreeDb.Server.Tests;

/// <summary>The big list of naughty strings (minimaxir/big-list-of-naughty-strings) wherever the surface takes a text.</summary>
public sealed class NaughtyStringTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Id_in_an_address_comes_back_unchanged_or_is_refused() => await Many.CheckAsync(Strings(), async text =>
    {
        var path = "/v1/entities/" + Uri.EscapeDataString(text);
        var made = await Call.Put(path, """{"type":"naughty","data":{"as":"address"}}""").SendAsync(fixture.Http);
        if (IsRefused(made) || text.Length == 0)
        {
            return made.Status is 400 or 404 or 405 ? null : $"{text}: {made}";
        }

        var read = await Call.Get(path).SendAsync(fixture.Http);
        var location = made.Headers.GetValueOrDefault("Location");
        return read.Status == 200 && read.Json.GetProperty("id").GetString() == text && (location is null || location == path) ? null : $"{text}: {made} {read}";
    });

    [Fact]
    public async Task Id_in_a_body_comes_back_unchanged_or_is_refused() => await Many.CheckAsync(Strings(), async text =>
    {
        var id = Quote(text);
        var made = await Call.Post("/v1/tx", $$$"""{"mutations":[{"op":"put","type":"naughty","id":{{{id}}},"data":{}},{"op":"relate","from":{{{id}}},"type":"IS","to":{{{id}}},"key":"k"}]}""").SendAsync(fixture.Http);
        if (IsRefused(made))
        {
            return made.Status is 400 && Runes(text) is 0 or > 200 || text is "." or ".." ? null : $"{text}: {made}";
        }

        var read = await Call.Post("/v1/entities/get-many", $$"""{"ids":[{{id}}]}""").SendAsync(fixture.Http);
        return made.Status == 200 && read.Status == 200 && read.Json.GetProperty("items")[0].GetProperty("id").GetString() == text ? null : $"{text}: {made} {read}";
    });

    [Fact]
    public async Task Value_and_name_in_data_come_back_unchanged_and_are_found_by_a_filter()
    {
        await Many.CheckAsync(Strings().Select((text, i) => (text, id: $"value-{i}")), async item =>
        {
            var data = $$$"""{"value":{{{Quote(item.text)}}},"names":{ {{{Quote(item.text)}}}:1}}""";
            var made = await Call.Put("/v1/entities/" + item.id, $$$"""{"type":"value","data":{{{data}}}}""").SendAsync(fixture.Http);
            var read = await Call.Get("/v1/entities/" + item.id).SendAsync(fixture.Http);
            return made.Status == 201 && read.Status == 200 && JsonElement.DeepEquals(read.Json.GetProperty("data"), Json.Of(data)) ? null : $"{item.text}: {made} {read}";
        });
        await Many.CheckAsync(Strings(), async text =>
        {
            var where = $$$"""{"value":{"eq":{{{Quote(text)}}}}}""";
            var found = await Call.Post("/v1/entities/list", $$$"""{"type":"value","where":{{{where}}},"limit":1000}""").SendAsync(fixture.Http);
            var same = await Call.Get($"/v1/entities?type=value&limit=1000&where={Uri.EscapeDataString(where)}").SendAsync(fixture.Http);
            return found.Status == 200 && found.Json.GetProperty("items").EnumerateArray().Any(item => item.GetProperty("data").GetProperty("value").GetString() == text)
                && found.Json.GetProperty("items").EnumerateArray().All(item => item.GetProperty("data").GetProperty("value").GetString() == text) && same.Text == found.Text
                ? null
                : $"{text}: {found}";
        });
    }

    [Theory]
    [InlineData("/v1/search?q=")]
    [InlineData("/v1/near?text=")]
    [InlineData("/v1/search?q=x&type=")]
    [InlineData("/v1/search?q=x&select=")]
    [InlineData("/v1/entities?type=")]
    [InlineData("/v1/entities?project=")]
    [InlineData("/v1/entities?id=")]
    [InlineData("/v1/entities?where=")]
    [InlineData("/v1/entities?orderBy=")]
    [InlineData("/v1/entities?select=")]
    [InlineData("/v1/entities?after=")]
    [InlineData("/v1/entities?limit=")]
    [InlineData("/v1/entities?type=x&")]
    [InlineData("/v1/relations?type=")]
    [InlineData("/v1/relations?after=")]
    [InlineData("/v1/path?from=a&to=")]
    [InlineData("/v1/types/")]
    [InlineData("/v1/entities/a/history/")]
    [InlineData("/v1/entities/a?asOf=")]
    [InlineData("/v1/entities/a/neighbors?via=")]
    [InlineData("/v1/entities/a/network?direction=")]
    [InlineData("/v1/entities/a/reach?types=")]
    [InlineData("/v1/entities/a/alike?project=")]
    [InlineData("/v1/entities/a/common-neighbors?with=")]
    [InlineData("/v1/paths?from=a&to=")]
    [InlineData("/v1/graph/cycles?through=")]
    [InlineData("/v1/graph/order?at=")]
    [InlineData("/errors/")]
    [InlineData("/openapi/")]
    [InlineData("/")]
    public async Task Text_in_an_address_is_answered_or_clearly_refused(string before)
    {
        await fixture.Db.WriteAsync([new CreateEntity("naughty", Json.Of("""{"x":1}""")) { Id = "a", OnConflict = ConflictPolicy.Replace }]);
        await Many.CheckAsync(Strings(), async text => FaultOf(await Call.Get(before + Uri.EscapeDataString(text)).SendAsync(fixture.Http), text));
    }

    [Theory]
    [InlineData("POST", "/v1/query", """{"text":§}""")]
    [InlineData("POST", "/v1/query", """{"near":§}""")]
    [InlineData("POST", "/v1/query", """{"near":{"entity":§}}""")]
    [InlineData("POST", "/v1/query", """{"from":§,"text":"x"}""")]
    [InlineData("POST", "/v1/query", """{"graph":{"from":"a","via":[§]}}""")]
    [InlineData("POST", "/v1/query", """{"where":{§:1},"select":[§]}""")]
    [InlineData("POST", "/v1/query", """{§:1}""")]
    [InlineData("POST", "/v1/graph/analyses", """{"algorithm":§}""")]
    [InlineData("POST", "/v1/graph/analyses", """{"algorithm":"pageRank","from":[§]}""")]
    [InlineData("POST", "/v1/graph/analyses", """{"algorithm":"degree","on":{"types":[§],"project":§}}""")]
    [InlineData("POST", "/v1/graph/analyses", """{"algorithm":"degree","saveAs":§}""")]
    [InlineData("POST", "/v1/entities/a/losses", """{"roots":[§],"via":[§]}""")]
    [InlineData("POST", "/v1/entities/list", """{"where":{§:{"prefix":§}},"orderBy":[§]}""")]
    [InlineData("POST", "/v1/entities/list", """{"where":{"x":{§:1}}}""")]
    [InlineData("POST", "/v1/entities/list", """{"where":{"x":{"in":[§]},"y":{"contains":§},"z":{"gt":§}}}""")]
    [InlineData("POST", "/v1/entities", """{"type":§,"data":{}}""")]
    [InlineData("POST", "/v1/entities", """{"type":"naughty","project":§,"data":{}}""")]
    [InlineData("POST", "/v1/entities", """{"type":"naughty","data":{},"onConflict":§}""")]
    [InlineData("PUT", "/v1/relations", """{"from":"a","type":§,"to":"b"}""")]
    [InlineData("PUT", "/v1/relations", """{"from":"a","type":"IS","to":"b","key":§,"validFrom":§}""")]
    [InlineData("PUT", "/v1/relations", """{"from":"a","type":"IS","to":"b","key":§,"data":{§:§}}""")]
    [InlineData("PUT", "/v1/types/naughtier", """{"title":§,"text":[§]}""")]
    [InlineData("PUT", "/v1/types/naughtier", """{"language":§}""")]
    [InlineData("PUT", "/v1/types/naughtier", """{"relations":[{"field":§,"relation":"IS","to":"x","id":§}]}""")]
    [InlineData("PUT", "/v1/types/naughtier", """{"schema":{"type":"object","properties":{"a":{"pattern":§,"format":§}}}}""")]
    [InlineData("POST", "/v1/keys", """{"actor":§,"scope":"read"}""")]
    [InlineData("POST", "/v1/tx", """{"mutations":[{"op":§}]}""")]
    public async Task Text_in_a_body_is_answered_or_clearly_refused(string method, string path, string body)
    {
        await fixture.Db.WriteAsync([new CreateEntity("naughty", Json.Of("""{"x":1}""")) { Id = "a", OnConflict = ConflictPolicy.Replace }]);
        await Many.CheckAsync(Strings(), async text =>
            FaultOf(await Call.Sending(method, path, body.Replace("§", Quote(text), StringComparison.Ordinal), MediaTypes.Json).SendAsync(fixture.Http), text));
    }

    [Fact]
    public async Task Text_in_a_header_is_answered_or_clearly_refused() => await Many.CheckAsync(
        Strings().Where(text => text.Length > 0 && text.All(c => c is >= ' ' and <= '~')).SelectMany(text => (string[])["If-Match", "If-None-Match", "Idempotency-Key", "Prefer"], (text, header) => (text, header)),
        async item =>
        {
            var call = item.header == "Prefer" ? Call.Get("/v1/entities?limit=1") : Call.Put("/v1/entities/header", """{"type":"naughty","data":{"h":1}}""");
            return FaultOf(await call.With(item.header, item.text).SendAsync(fixture.Http), item.text);
        });

    private static bool IsRefused(Answer answer) => answer.Status is >= 400 and < 500 && answer.ProblemFault() is null;

    private static string? FaultOf(Answer answer, string text) => answer.Status < 400 || IsRefused(answer) ? null : $"{text}: {answer}";

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private static int Runes(string text) => text.EnumerateRunes().Count();

    private static List<string> Strings()
    {
        var strings = JsonSerializer.Deserialize<List<string>>(File.ReadAllBytes(TestData.Path("naughty-strings", "blns.json")))!;
        Assert.Equal(515, strings.Count);
        return strings;
    }
}
