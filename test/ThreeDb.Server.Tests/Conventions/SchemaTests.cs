using System.Diagnostics;

namespace ThreeDb.Server.Tests;

/// <summary>JSON Schemas of types over HTTP: what the library's tables hold, and how it is answered.</summary>
public sealed class SchemaTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Large = "123456789012345678901";

    [Fact]
    public async Task Number_beyond_64_bits_is_a_number_to_a_schema_on_every_way_in()
    {
        await DeclareAsync("numbers", """{"type":"object","properties":{"a":{"type":"integer"}}}""");
        (await Call.Post("/v1/entities", $$$"""{"type":"numbers","id":"n1","data":{"a":{{{Large}}} } }""").SendAsync(fixture.Http)).Expect(201);
        (await Call.Put("/v1/entities/n1", $$$"""{"data":{"a":{{{Large}}}0} }""").SendAsync(fixture.Http)).Expect(200);
        (await Call.Patch("/v1/entities/n1", $$"""{"a":-{{Large}} }""").SendAsync(fixture.Http)).Expect(200);
        (await Call.Post("/v1/tx", $$$"""{"mutations":[{"op":"create","type":"numbers","id":"n2","data":{"a":{{{Large}}} } }]}""").SendAsync(fixture.Http)).Expect(200);
        var violated = (await Call.Post("/v1/entities", $$$"""{"type":"numbers","data":{"a":{{{Large}}}.5} }""").SendAsync(fixture.Http)).ExpectProblem(422, ErrorCodes.SchemaViolation);
        Assert.Equal("/data/a must be an integer (type)", Only(violated));
    }

    [Fact]
    public async Task Bulk_with_large_numbers_writes_every_good_line_and_names_the_bad_one()
    {
        await DeclareAsync("lines", """{"properties":{"a":{"maximum":1e30}}}""");
        var lines = Enumerable.Range(1, 3001).Select(i => $$$"""{"op":"create","type":"lines","id":"line/{{{i}}}","data":{"a":{{{(i == 1501 ? Large + Large : Large)}}} } }""");
        var summary = (await Call.Post("/v1/bulk", string.Join('\n', lines), "application/x-ndjson").SendAsync(fixture.Http)).Expect(200);
        Assert.Equal((3000, 1), (summary.GetProperty("created").GetInt32(), summary.GetProperty("failed").GetInt32()));
        var error = summary.GetProperty("errors")[0];
        Assert.Equal((1501, "TDB1014"), (error.GetProperty("line").GetInt32(), error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Pattern_that_is_costly_to_backtrack_is_answered_within_a_second()
    {
        await DeclareAsync("costly", """{"properties":{"a":{"pattern":"^(a+)+$"}}}""");
        var text = new string('a', 10_000);
        (await Call.Post("/v1/entities", $$$"""{"type":"costly","data":{"a":"{{{text}}}"}}""").SendAsync(fixture.Http)).Expect(201);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 20; i++)
        {
            var problem = (await Call.Post("/v1/entities", $$$"""{"type":"costly","data":{"a":"{{{text}}}!"}}""").SendAsync(fixture.Http)).ExpectProblem(422, ErrorCodes.SchemaViolation);
            Assert.Equal("/data/a must match ^(a+)+$ (pattern)", Only(problem));
        }

        // A second each; backtracking takes minutes from the 30th letter on. Matching is part of the request: what is answered burns nothing any more.
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"pattern":"("}}}""", "/schema/properties/a/pattern")]
    [InlineData("""{"patternProperties":{"(":{}}}""", "/schema/patternProperties/(")]
    [InlineData("""{"properties":{"a":{"pattern":"^(?=.*[0-9]).*$"}}}""", "/schema/properties/a/pattern")]
    [InlineData("""{"$ref":"#"}""", "/schema/$ref")]
    [InlineData("""{"allOf":[{"$ref":"#"}]}""", "/schema/allOf/0/$ref")]
    [InlineData("""{"properties":{"a":{"multipleOf":0}}}""", "/schema/properties/a/multipleOf")]
    [InlineData("""{"type":"frob"}""", "/schema/type")]
    [InlineData("""{"type":null}""", "/schema/type")]
    [InlineData("""{"minLength":-1}""", "/schema/minLength")]
    [InlineData("true", "/schema")]
    public async Task Schema_that_cannot_work_is_refused_when_it_is_declared(string schema, string place)
    {
        var problem = (await Call.Put("/v1/types/impossible", $$"""{"schema":{{schema}} }""").SendAsync(fixture.Http)).ExpectProblem(422, ErrorCodes.InvalidTypeDefinition);
        Assert.StartsWith(place + " ", Only(problem), StringComparison.Ordinal);
        (await Call.Post("/v1/entities", """{"type":"impossible","data":{"a":"1"}}""").SendAsync(fixture.Http)).Expect(201);
    }

    [Theory]
    [InlineData("""{"enum":["2026-01-01T00:00:00+02:00"]}""", "\"2026-01-01T00:00:00+02:00\"", null)]
    [InlineData("""{"enum":["2026-01-01T00:00:00Z"]}""", "\"2026\"", "must be one of \"2026-01-01T00:00:00Z\" (enum)")]
    [InlineData("""{"maxLength":1}""", "\"😀\"", null)]
    [InlineData("""{"maxLength":1}""", "\"😀😀\"", "must have at most 1 character (maxLength)")]
    [InlineData("""{"exclusiveMinimum":5}""", "5", "must be greater than 5 (exclusiveMinimum)")]
    [InlineData("""{"multipleOf":0.01}""", "1e300", null)]
    [InlineData("""{"multipleOf":0.01}""", "0.001", "must be a multiple of 0.01 (multipleOf)")]
    [InlineData("""{"not":{"type":"string"}}""", "\"\"", "must not match the schema that is excluded (not)")]
    [InlineData("""{"oneOf":[{"type":"number"},{"minimum":1}]}""", "2", "must match one alternative only, but matches number 1 and number 2 (oneOf)")]
    [InlineData("""{"anyOf":[{"type":"object"},{"minimum":1}]}""", "0", "matches none of the 2 alternatives (anyOf): 1. /data/a must be an object (type); 2. /data/a must be at least 1 (minimum)")]
    public async Task Value_is_decided_and_explained_by_the_rule(string rule, string value, string? detail)
    {
        var type = fixture.Unique("rule");
        await DeclareAsync(type, "{\"properties\":{\"a\":" + rule + "}}");
        var answer = await Call.Post("/v1/entities", $$$"""{"type":"{{{type}}}","data":{"a":{{{value}}} } }""").SendAsync(fixture.Http);
        if (detail is null)
        {
            answer.Expect(201);
        }
        else
        {
            Assert.Equal("/data/a " + detail, Only(answer.ExpectProblem(422, ErrorCodes.SchemaViolation)));
        }
    }

    private static string Only(System.Text.Json.JsonElement problem)
    {
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        return $"{error.GetProperty("pointer").GetString()} {error.GetProperty("detail").GetString()}";
    }

    private async Task DeclareAsync(string type, string schema) => (await Call.Put("/v1/types/" + type, "{\"schema\":" + schema + "}").SendAsync(fixture.Http)).Expect(200);
}
