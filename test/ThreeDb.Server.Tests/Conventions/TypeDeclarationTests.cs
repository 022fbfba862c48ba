namespace ThreeDb.Server.Tests;

/// <summary>Declarations of types over HTTP.</summary>
public sealed class TypeDeclarationTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Declarations_by_more_callers_than_there_are_connections_all_succeed()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            Call.Put("/v1/types/crowded", $$"""{"title":"field{{i}}"}""").SendAsync(fixture.Http)));
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 202, answer.ToString()));
    }

    [Fact]
    public async Task Data_that_violates_the_schema_is_refused_with_pointer_and_rule()
    {
        (await Call.Put("/v1/types/bill", """{"schema":{"type":"object","required":["total"],"properties":{"total":{"type":"number","minimum":0},"lines":{"items":{"required":["sku"]}}}}}""")
            .SendAsync(fixture.Http)).Expect(200);
        var problem = (await Call.Post("/v1/entities", """{"type":"bill","data":{"total":-1,"lines":[{"sku":1},{}]}}""").SendAsync(fixture.Http))
            .ExpectProblem(422, ErrorCodes.SchemaViolation);
        var errors = problem.GetProperty("errors").EnumerateArray().ToDictionary(error => error.GetProperty("pointer").GetString()!, error => error.GetProperty("detail").GetString()!);
        Assert.Contains(errors, error => error.Key.EndsWith("/total", StringComparison.Ordinal) && error.Value.Length > 0);
        Assert.Contains(errors, error => error.Key.Contains("/lines/1", StringComparison.Ordinal));
    }
}
