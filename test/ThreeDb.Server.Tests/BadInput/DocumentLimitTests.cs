using System.Text;

namespace ThreeDb.Server.Tests;

/// <summary>Documents that the store cannot or will not hold.</summary>
public sealed class DocumentLimitTests(DocumentLimitTests.SmallServer fixture) : IClassFixture<DocumentLimitTests.SmallServer>
{
    private const int Limit = 3 << 20;

    public static TheoryData<string, string, string> Faults => new()
    {
        { "NUL", @"""a\u0000b""", ErrorCodes.InvalidText.Code },
        { "a high surrogate alone", @"""\ud800""", ErrorCodes.InvalidText.Code },
        { "a low surrogate alone", @"""\udc00x""", ErrorCodes.InvalidText.Code },
        { "a number beyond all", "1e999999", ErrorCodes.NumberOutOfRange.Code },
        { "a number beyond a double", "-1e309", ErrorCodes.NumberOutOfRange.Code },
        { "NaN", "NaN", ErrorCodes.InvalidJson.Code },
        { "Infinity", "Infinity", ErrorCodes.InvalidJson.Code },
        { "a key twice", """{"a":1,"a":2}""", ErrorCodes.DuplicateKey.Code },
        { "a key twice, once escaped", @"{""a"":1,""\u0061"":2}", ErrorCodes.DuplicateKey.Code },
        { "a depth of 65", new string('[', 64) + new string(']', 64), ErrorCodes.JsonTooDeep.Code },
        { "a depth of 10,000", new string('[', 10_000) + new string(']', 10_000), ErrorCodes.JsonTooDeep.Code },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Document_that_cannot_be_stored_is_refused_and_leaves_nothing(string what, string value, string code)
    {
        Assert.NotEmpty(what);
        var known = ErrorCodes.Find(code)!;
        var body = """{"type":"doc","data":{"v":§}}""".Replace("§", value, StringComparison.Ordinal);
        var problem = (await Call.Put("/v1/entities/refused", body).SendAsync(fixture.Http)).ExpectProblem(400, known);
        Assert.Equal(known == ErrorCodes.JsonTooDeep, problem.GetProperty("detail").GetString()!.Contains("at most 64 are allowed", StringComparison.Ordinal));
        (await Call.Get("/v1/entities/refused").SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.EntityNotFound);
    }

    [Fact]
    public async Task Document_as_deep_as_is_allowed_is_stored()
    {
        var deep = new string('[', 63) + new string(']', 63);
        (await Call.Put("/v1/entities/deep", """{"type":"doc","data":{"v":§}}""".Replace("§", deep, StringComparison.Ordinal)).SendAsync(fixture.Http)).Expect(201);
        Assert.Equal("deep", (await fixture.Client.Entities.ListAsync(new ListRequest { Type = "doc" })).Items.Single(entity => entity.Id == "deep").Id);
    }

    [Fact]
    public async Task Document_with_a_million_keys_is_refused()
    {
        var body = """{"type":"doc","data":{""" + string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => $"\"{i}\":0")) + "}}";
        (await Call.Put("/v1/entities/wide", body).SendAsync(fixture.Http)).ExpectProblem(413, ErrorCodes.BodyTooLarge);

        // Where a body may be large enough for so many, their number is refused.
        await using var large = await fixture.StartAsync(new ServerOptions { Urls = ["http://127.0.0.1:0"], MaxBodyBytes = 32 << 20 });
        using var http = new HttpClient { BaseAddress = new Uri(large.Urls[0]) };
        (await Call.Put("/v1/entities/wide", body).SendAsync(http)).ExpectProblem(400, ErrorCodes.TooManyKeys);
        (await Call.Get("/v1/entities/wide").SendAsync(http)).ExpectProblem(404, ErrorCodes.EntityNotFound);
    }

    [Fact]
    public async Task Body_over_the_limit_is_refused_with_its_length_known()
    {
        var problem = (await Call.Put("/v1/entities/large", Large()).SendAsync(fixture.Http)).ExpectProblem(413, ErrorCodes.BodyTooLarge);
        Assert.Contains($"{Limit:N0}", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        (await Call.Get("/v1/entities/large").SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.EntityNotFound);
    }

    [Fact]
    public async Task Body_over_the_limit_is_refused_in_chunks()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/entities/large") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Large())) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = true;
        using var response = await fixture.Http.SendAsync(request, TestContext.Current.CancellationToken);
        (await Answer.ReadAsync(response)).ExpectProblem(413, ErrorCodes.BodyTooLarge);
    }

    [Fact]
    public async Task Line_over_the_limit_is_refused_and_a_bulk_load_over_it_is_not()
    {
        var small = string.Concat(Enumerable.Range(0, 40).Select(i => $$$"""{"op":"put","type":"doc","id":"bulk-{{{i}}}","data":{"v":"{{{new string('x', 100_000)}}}"}}""" + "\n"));
        var summary = (await Call.Post("/v1/bulk", """{"op":"put","type":"doc","data":{"v":"§"}}""".Replace("§", new string('x', Limit), StringComparison.Ordinal) + "\n" + small, MediaTypes.NdJson)
            .SendAsync(fixture.Http)).Expect(200);
        Assert.Equal(40, summary.GetProperty("created").GetInt32());
        var error = Assert.Single(summary.GetProperty("errors").EnumerateArray());
        Assert.Equal((1, ErrorCodes.BodyTooLarge.Code), (error.GetProperty("line").GetInt32(), error.GetProperty("code").GetString()));
    }

    private static string Large() => """{"type":"doc","data":{"v":"§"}}""".Replace("§", new string('x', Limit), StringComparison.Ordinal);

    /// <summary>A server with a lower limit than the default.</summary>
    public sealed class SmallServer : ServerFixture
    {
        protected override ServerOptions Options => new() { MaxBodyBytes = Limit };
    }
}
