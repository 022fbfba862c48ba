using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ThreeDb.Architecture;

/// <summary>The server's answers have the form that its description says.</summary>
public sealed class AnswerTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("/v1/entities/{id}", "?")]
    [InlineData("/v1/entities", "?type=page&limit=1")]
    [InlineData("/v1/entities/{id}/relations", "?")]
    [InlineData("/v1/relations", "?limit=1")]
    [InlineData("/v1/entities/{id}/neighbors", "?explain=true")]
    [InlineData("/v1/reachable", "?from=a&to=b&explain=true")]
    [InlineData("/v1/entities/{id}/network", "?depth=3")]
    [InlineData("/v1/entities/{id}/impact", "?")]
    [InlineData("/v1/path", "?from=a&to=b&explain=true")]
    [InlineData("/v1/paths", "?from=a&to=b&weighted=true&explain=true")]
    [InlineData("/v1/entities/{id}/reach", "?limit=5&explain=true")]
    [InlineData("/v1/entities/{id}/common-neighbors", "?with=b")]
    [InlineData("/v1/entities/{id}/alike", "?")]
    [InlineData("/v1/entities/{id}/suggestions", "?")]
    [InlineData("/v1/graph/cycles", "?")]
    [InlineData("/v1/graph/order", "?")]
    [InlineData("/v1/entities/{id}/history", "?limit=1")]
    [InlineData("/v1/entities/{id}/history/{version}", "?")]
    [InlineData("/v1/search", "?q=tea&explain=true")]
    [InlineData("/v1/near", "?text=tea&explain=true")]
    [InlineData("/v1/entities/{id}/similar", "?")]
    [InlineData("/v1/types", "?")]
    [InlineData("/v1/types/{name}", "?")]
    [InlineData("/v1/me", "?")]
    [InlineData("/v1/keys", "?")]
    [InlineData("/health/live", "?")]
    [InlineData("/health/ready", "?")]
    public async Task An_answer_has_the_described_form(string path, string query)
    {
        await FillAsync();
        var document = await fixture.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var schema = document.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema");
        var address = path.Replace("{id}", "a", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal).Replace("{name}", "page", StringComparison.Ordinal) + query;
        var answer = await fixture.Http.GetFromJsonAsync<JsonElement>(address);
        Expect.None(new AnswerRules(document).Faults(schema, answer));
    }

    [Fact]
    public async Task A_problem_has_the_described_form()
    {
        var document = await fixture.Http.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        using var answer = await fixture.Http.GetAsync("/v1/entities?limit=0");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Expect.None(new AnswerRules(document).Faults(document.GetProperty("components").GetProperty("schemas").GetProperty("Problem"), problem));
    }

    [Fact]
    public void An_answer_of_another_form_is_a_fault()
    {
        var document = Json.Of("""{"components":{"schemas":{"A":{"required":["id"],"properties":{"id":{"type":"string"}}}}}}""");
        var schema = Json.Of("""{"type":"array","items":{"$ref":"#/components/schemas/A"}}""");
        Assert.Equal(["/1/id is required but absent.", "/1/name is not described."],
            new AnswerRules(document).Faults(schema, Json.Of("""[{"id":"x"},{"name":"y"}]""")));
    }

    private async Task FillAsync()
    {
        const string Mutations = """
            {"mutations": [
              {"op": "put", "type": "page", "id": "a", "data": {"title": "Green tea"}},
              {"op": "put", "type": "page", "id": "b", "project": "p", "data": {"title": "Black tea"}},
              {"op": "relate", "from": "a", "type": "LINKS", "to": "b", "data": {"why": "both are tea"}},
              {"op": "relate", "from": "b", "type": "LINKS", "to": "c"}]}
            """;
        using var body = new StringContent(Mutations, Encoding.UTF8, "application/json");
        using var answer = await fixture.Http.PostAsync("/v1/tx", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
