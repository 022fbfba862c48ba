using System.Text.RegularExpressions;

namespace ThreeDb.Server.Tests;

/// <summary>Health, metrics, error pages and the description of the surface.</summary>
public sealed partial class DocumentTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Every_error_code_has_its_page() => await Many.CheckAsync(ErrorCodes.All, async code =>
    {
        var page = await Call.Get("/errors/" + code).SendAsync(fixture.Http);
        return page.Status == 200 && page.MediaType == "text/markdown" && page.Text.Contains(code.Code, StringComparison.Ordinal) ? null : $"{code}: {page}";
    });

    [Fact]
    public async Task Server_that_works_is_live_and_ready()
    {
        Assert.Equal("live", (await Call.Get("/health/live").SendAsync(fixture.Http)).Expect(200).GetProperty("status").GetString());
        var ready = (await Call.Get("/health/ready").SendAsync(fixture.Http)).Expect(200);
        Assert.Equal("ready", ready.GetProperty("status").GetString());
        Assert.StartsWith("1", ready.GetProperty("postgres").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_have_the_syntax_of_Prometheus()
    {
        (await Call.Put("/v1/entities/counted", """{"type":"doc","data":{}}""").SendAsync(fixture.Http)).Expect(201);
        var text = (await Call.Get("/metrics").SendAsync(fixture.Http)).Text;
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 20);
        Many.None(lines.Where(line => !Line().IsMatch(line)));
        var types = lines.Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        Assert.Equal(types.Distinct(), types);
        Assert.Contains(types, name => name.StartsWith("threedb_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Description_has_every_operation_under_its_name()
    {
        var document = (await Call.Get("/openapi/v1.json").SendAsync(fixture.Http)).Expect(200);
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (var endpoint in ApiSurface.All)
        {
            var operation = document.GetProperty("paths").GetProperty(endpoint.Pattern).GetProperty(endpoint.Method.ToLowerInvariant());
            Assert.Equal(endpoint.Name, operation.GetProperty("operationId").GetString());
        }
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* ?.*|[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\[\\"n])*"(,|(?=\})))*\})? (-?[0-9.]+([eE][-+]?[0-9]+)?|NaN|[-+]Inf))$""")]
    private static partial Regex Line();
}
