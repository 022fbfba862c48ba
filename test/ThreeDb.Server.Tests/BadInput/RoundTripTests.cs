using System.Buffers;
using System.Text.Json;

namespace ThreeDb.Server.Tests;

/// <summary>Whatever can be stored can be read and sent again, as export and import do; and what is one step larger is refused on every way.</summary>
public sealed class RoundTripTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const int Members = 1_000;
    private const int Bytes = 100_000;
    private static readonly JsonLimits Limits = new() { MaxMembers = Members, MaxBytes = Bytes };

    public static TheoryData<string, string, string, string> Documents => new()
    {
        { "depth", Deep(64), Deep(65), ErrorCodes.JsonTooDeep.Code },
        { "members", Wide("0", Members - 1), Wide("0", Members), ErrorCodes.TooManyKeys.Code },
        { "bytes", Text('x', Bytes - 8), Text('x', Bytes - 7), ErrorCodes.BodyTooLarge.Code },
        { "numbers, which PostgreSQL writes in 309 characters", Wide("1e308", 322), Wide("1e308", 323), ErrorCodes.BodyTooLarge.Code },
        { "characters that are written as six", Text('\u007f', (Bytes - 8) / 6), Text('\u007f', ((Bytes - 8) / 6) + 1), ErrorCodes.BodyTooLarge.Code },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Document_at_a_limit_is_stored_on_every_way_and_can_be_sent_again(string what, string document, string larger, string code)
    {
        Assert.NotEqual(what, larger + code);
        await using var engine = await OpenAsync();
        await using var server = await StartAsync(engine);
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls[0]) };
        foreach (var (way, call) in Ways("whole", document))
        {
            await PrepareAsync(http, "whole");
            var stored = await call.SendAsync(http);
            Assert.True(stored.Status is 200 or 201, $"{way}: {stored}");
            var line = Line(await http.GetByteArrayAsync("/v1/entities/whole", TestContext.Current.CancellationToken));
            Assert.InRange(line.Length, 1, Bytes + JsonLimits.AroundBytes);
            (await Call.Delete("/v1/entities/whole").SendAsync(http)).Expect(200);
            var again = (await (Call.Post("/v1/bulk", "", MediaTypes.NdJson) with { Body = line }).SendAsync(http)).Expect(200);
            Assert.True(again.GetProperty("created").GetInt32() == 1, $"{way}: {again}");
            Assert.True(JsonElement.DeepEquals(Parse(document), Parse(await http.GetStringAsync("/v1/entities/whole", TestContext.Current.CancellationToken)).GetProperty("data")), way);
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Document_over_a_limit_is_refused_on_every_way(string what, string smaller, string document, string code)
    {
        Assert.NotEqual(what, smaller);
        await using var engine = await OpenAsync();
        await using var server = await StartAsync(engine);
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls[0]) };
        foreach (var (way, call) in Ways("over", document))
        {
            await PrepareAsync(http, "over");
            var answer = await call.SendAsync(http);
            var refused = answer.Status == 200 ? answer.Json.GetProperty("errors")[0].GetProperty("code").GetString() : answer.Code;
            Assert.True(refused == code, $"{way}: {answer}");
            Assert.Equal(1, (await Call.Get("/v1/entities/over").SendAsync(http)).Expect(200).GetProperty("version").GetInt32());
        }

        var db = await engine.ForAsync("default", "tester", TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => db.Entities.CreateAsync("doc", Parse(document)));
        Assert.Equal(code, failure.Code.Code);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Data_of_a_relation_has_the_limits_of_a_document(string what, string document, string larger, string code)
    {
        Assert.NotEmpty(what);
        await using var engine = await OpenAsync();
        await using var server = await StartAsync(engine);
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls[0]) };
        (await Call.Put("/v1/relations", $$"""{"from":"left","type":"TO","to":"right","data":{{document}}}""").SendAsync(http)).Expect(201);
        var answer = await Call.Put("/v1/relations", $$"""{"from":"left","type":"TO","to":"right","data":{{larger}}}""").SendAsync(http);
        Assert.Equal(code, answer.Code);
        (await Call.Delete("/v1/relations?from=left&type=TO&to=right").SendAsync(http)).Expect(200);
    }

    [Fact]
    public async Task Document_that_grows_by_patches_stops_at_the_limit()
    {
        await using var engine = await OpenAsync();
        await using var server = await StartAsync(engine);
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls[0]) };
        (await Call.Put("/v1/entities/growing", """{"type":"doc","data":{}}""").SendAsync(http)).Expect(201);
        for (var i = 0; i < 3; i++)
        {
            (await Call.Patch("/v1/entities/growing", $$"""{"k{{i}}":"{{new string('x', 30_000)}}"}""").SendAsync(http)).Expect(200);
        }

        var problem = (await Call.Patch("/v1/entities/growing", $$"""{"k3":"{{new string('x', 30_000)}}"}""").SendAsync(http)).ExpectProblem(413, ErrorCodes.BodyTooLarge);
        Assert.Contains("THREEDB_MAX_BODY", problem.GetProperty("hint").GetString(), StringComparison.Ordinal);
        Assert.Equal(4, (await Call.Get("/v1/entities/growing").SendAsync(http)).Expect(200).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Pages_of_large_documents_end_early_and_lose_none()
    {
        var text = new string('x', 7_000_000);
        for (var i = 0; i < 7; i++)
        {
            (await Call.Put($"/v1/entities/large-{i}", $$$"""{"type":"large","data":{"i":{{{i}}},"text":"{{{text}}}"}}""").SendAsync(fixture.Http)).Expect(201);
        }

        var first = await fixture.Client.Entities.ListAsync(new ListRequest { Type = "large", Limit = 1_000, Count = CountMode.Exact }, TestContext.Current.CancellationToken);
        Assert.Equal((5, 7L), (first.Items.Count, first.Total));
        var second = await fixture.Client.Entities.ListAsync(new ListRequest { Type = "large", Limit = 1_000, After = first.Next }, TestContext.Current.CancellationToken);
        Assert.Null(second.Next);
        Assert.Equal(Enumerable.Range(0, 7), first.Items.Concat(second.Items).Select(entity => entity.Data.GetProperty("i").GetInt32()));
    }

    [Fact]
    public async Task Transaction_takes_several_documents_at_the_limit_of_members()
    {
        await using var engine = await OpenAsync();
        await using var server = await StartAsync(engine);
        using var http = new HttpClient { BaseAddress = new Uri(server.Urls[0]) };
        var one = $$"""{"op":"create","type":"doc","data":{{Wide("0", Members - 1)}}}""";
        var done = (await Call.Post("/v1/tx", $$"""{"mutations":[{{one}},{{one}},{{one}}]}""").SendAsync(http)).Expect(200);
        Assert.Equal(3, done.GetProperty("results").GetArrayLength());
    }

    private static string Deep(int levels) => """{"v":""" + new string('[', levels - 1) + new string(']', levels - 1) + "}";

    private static string Wide(string element, int count) => $$"""{"v":[{{string.Join(',', Enumerable.Repeat(element, count))}}]}""";

    private static string Text(char c, int count) => $$"""{"v":"{{new string(c, count)}}"}""";

    private static JsonElement Parse(string json) => JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 128 });

    private static IEnumerable<(string Way, Call Call)> Ways(string id, string document)
    {
        yield return ("put", Call.Put("/v1/entities/" + id, $$"""{"type":"doc","data":{{document}}}"""));
        yield return ("create", Call.Post("/v1/entities", $$"""{"type":"doc","id":"{{id}}","onConflict":"replace","data":{{document}}}"""));
        yield return ("create and merge", Call.Post("/v1/entities", $$"""{"type":"doc","id":"{{id}}","onConflict":"merge","data":{{document}}}"""));
        yield return ("merge patch", Call.Patch("/v1/entities/" + id, document));
        yield return ("patch", Call.Patch("/v1/entities/" + id, $$"""[{"op":"replace","path":"","value":{{document}}}]""", MediaTypes.JsonPatch));
        yield return ("transaction", Call.Post("/v1/tx", $$"""{"mutations":[{"op":"replace","id":"{{id}}","data":{{document}}}]}"""));
        yield return ("patch in a transaction", Call.Post("/v1/tx", $$"""{"mutations":[{"op":"patch","id":"{{id}}","patch":[{"op":"replace","path":"","value":{{document}}}]}]}"""));
        yield return ("bulk", Call.Post("/v1/bulk", $$"""{"op":"put","type":"doc","id":"{{id}}","data":{{document}}}""", MediaTypes.NdJson));
        yield return ("patch in bulk", Call.Post("/v1/bulk", $$"""{"op":"patch","id":"{{id}}","patch":[{"op":"replace","path":"","value":{{document}}}]}""", MediaTypes.NdJson));
    }

    private static async Task PrepareAsync(HttpClient http, string id) =>
        Assert.True((await Call.Put("/v1/entities/" + id, """{"type":"doc","data":{}}""").SendAsync(http)).Status is 200 or 201);

    // As '3db export' writes it.
    private static byte[] Line(byte[] answer)
    {
        var entity = JsonSerializer.Deserialize<Entity>(answer, ThreeDbJson.Options)!;
        var line = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = ThreeDbJson.Options.Encoder });
        MutationJson.Write(writer, new CreateEntity(entity.Type, entity.Data) { Id = entity.Id, Project = entity.Project, OnConflict = ConflictPolicy.Replace });
        writer.Flush();
        return line.WrittenSpan.ToArray();
    }

    private Task<ThreeDbEngine> OpenAsync() => fixture.OpenAsync(options => (options.MaxMembers, options.MaxDocumentBytes) = (Members, Bytes));

    private static Task<ThreeDbServer> StartAsync(ThreeDbEngine engine) => ThreeDbServer.StartAsync(
        engine, new ServerOptions { Urls = ["http://127.0.0.1:0"], MaxBodyBytes = Bytes + JsonLimits.AroundBytes, Json = Limits });
}
