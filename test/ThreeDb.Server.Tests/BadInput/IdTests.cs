namespace ThreeDb.Server.Tests;

/// <summary>Ids at and beyond their limits, in bodies and in addresses.</summary>
public sealed class IdTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("a/b")]
    [InlineData("/")]
    [InlineData("100%")]
    [InlineData("%2F")]
    [InlineData("%252F")]
    [InlineData("it's")]
    [InlineData("say \"hi\"")]
    [InlineData("back\\slash")]
    [InlineData("two\nlines\r\n")]
    [InlineData("😀")]
    [InlineData("a?b#c;d=e&f+g")]
    [InlineData(" ")]
    [InlineData("ä é 日本")]
    [InlineData("-")]
    [InlineData("...")]
    public async Task Id_of_unusual_characters_works_in_every_place(string id)
    {
        var path = "/v1/entities/" + Uri.EscapeDataString(id);
        var made = await Call.Put(path, """{"type":"odd","data":{"n":1}}""").SendAsync(fixture.Http);
        Assert.Equal(id, made.Expect(201).GetProperty("entity").GetProperty("id").GetString());
        Assert.Equal(path, made.Headers["Location"]);
        (await Call.Patch(path, """{"n":2}""").SendAsync(fixture.Http)).Expect(200);
        Assert.Equal(2, (await Call.Get(path + "/history").SendAsync(fixture.Http)).Expect(200).GetProperty("items").GetArrayLength());
        Assert.Equal(id, (await Call.Get("/v1/entities?id=" + Uri.EscapeDataString(id)).SendAsync(fixture.Http)).Expect(200).GetProperty("items")[0].GetProperty("id").GetString());
        (await Call.Delete(path).SendAsync(fixture.Http)).Expect(200);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    [InlineData(10_000)]
    public async Task Id_of_a_wrong_length_is_refused(int length)
    {
        var id = new string('i', length);
        (await Call.Post("/v1/entities", $$$"""{"type":"odd","id":"{{{id}}}","data":{}}""").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidId);
        (await Call.Put("/v1/relations", $$$"""{"from":"{{{id}}}","type":"IS","to":"b"}""").SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidId);
        var address = await Call.Get("/v1/entities/" + id).SendAsync(fixture.Http);
        Assert.True(length == 0 ? address.Status is 200 or 404 : address.Status is 400 && address.Code == ErrorCodes.InvalidId.Code, address.ToString());
    }

    [Fact]
    public async Task Id_of_200_characters_outside_the_basic_plane_is_taken()
    {
        var id = string.Concat(Enumerable.Repeat("😀", 200));
        (await Call.Put("/v1/entities/" + Uri.EscapeDataString(id), """{"type":"odd","data":{}}""").SendAsync(fixture.Http)).Expect(201);
    }

    [Theory]
    [InlineData("/v1/entities/%FF")]
    [InlineData("/v1/entities/a%C3")]
    [InlineData("/v1/entities/%C0%AF")]
    [InlineData("/v1/entities/%ED%A0%80")]
    [InlineData("/v1/search?q=%FF%FE")]
    [InlineData("/v1/entities?id=a%C3")]
    [InlineData("/v1/entities?%FF=1")]
    public async Task Address_that_is_no_text_is_refused(string path)
    {
        (await Call.Get(path).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidEncoding);
    }

    // The client of .NET would mend these on their way.
    [Theory]
    [InlineData("?q=100%")]
    [InlineData("?q=100%2")]
    [InlineData("?type=%ZZ&q=a")]
    public void Percent_sign_that_begins_no_escape_is_refused(string query) =>
        Assert.Equal(ErrorCodes.InvalidEncoding, Assert.Throws<ThreeDbException>(() => AddressText.Check(query)).Code);

    [Theory]
    [InlineData("/v1/path?from=&to=b", "?from")]
    [InlineData("/v1/reachable?from=a&to=", "?to")]
    [InlineData("/v1/paths?from=a&to=..", "?to")]
    [InlineData("/v1/graph/cycles?through=", "?through")]
    [InlineData("/v1/entities/a/common-neighbors?with=", "?with")]
    public async Task Id_in_a_parameter_that_can_be_none_is_named(string path, string pointer)
    {
        var problem = (await Call.Get(path).SendAsync(fixture.Http)).ExpectProblem(400, ErrorCodes.InvalidId);
        Assert.Equal(pointer, problem.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Relations_to_oneself_to_nobody_and_in_a_circle_are_ordinary()
    {
        (await Call.Put("/v1/relations", """{"from":"r1","type":"TO","to":"r1"}""").SendAsync(fixture.Http)).Expect(201);
        (await Call.Put("/v1/relations", """{"from":"r1","type":"TO","to":"r2"}""").SendAsync(fixture.Http)).Expect(201);
        (await Call.Put("/v1/relations", """{"from":"r2","type":"TO","to":"r1"}""").SendAsync(fixture.Http)).Expect(201);
        (await Call.Get("/v1/entities/r1").SendAsync(fixture.Http)).ExpectProblem(404, ErrorCodes.EntityNotFound);
        (await Call.Put("/v1/entities/r1", """{"type":"odd","data":{}}""").With("If-None-Match", "*").SendAsync(fixture.Http)).Expect(201);
        (await Call.Put("/v1/entities/r2", """{"type":"odd","data":{}}""").With("If-None-Match", "*").SendAsync(fixture.Http)).Expect(201);
        var network = (await Call.Get("/v1/entities/r1/network?depth=100").SendAsync(fixture.Http)).Expect(200);
        Assert.Equal((2, 3), (network.GetProperty("nodes").GetArrayLength(), network.GetProperty("edges").GetArrayLength()));
        Assert.Equal(1, (await Call.Get("/v1/entities/r1/impact").SendAsync(fixture.Http)).Expect(200).GetProperty("total").GetInt32());
    }
}
