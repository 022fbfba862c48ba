using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeDb.Server;

namespace ThreeDb.Architecture;

public sealed class OpenApiTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly string[] Routes = [.. ApiSurface.All.Select(endpoint => $"{endpoint.Method} {endpoint.Pattern} {endpoint.Name}")];

    [Theory]
    [InlineData("v1.json")]
    [InlineData("v1.yaml")]
    public async Task The_committed_document_is_what_the_server_gives(string name)
    {
        var path = Repository.Full("docs/openapi/" + name);
        var given = (await fixture.Http.GetStringAsync("/openapi/" + name)).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("THREEDB_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, given);
        }

        Assert.True(File.Exists(path) && await File.ReadAllTextAsync(path) == given,
            $"docs/openapi/{name} is not what the server gives. If the surface was meant to change, run 'eng/openapi.sh' and commit the difference.");
    }

    [Fact]
    public async Task The_document_is_sound_and_describes_every_operation() => Expect.None(OpenApiRules.Faults(await DocumentAsync(), Routes));

    [Fact]
    public async Task An_operation_without_description_is_a_fault() =>
        Assert.Equal(["GET /v1/extra extra is there but not described."], OpenApiRules.Faults(await DocumentAsync(), [.. Routes, "GET /v1/extra extra"]));

    [Fact]
    public async Task A_description_without_operation_is_a_fault() =>
        Assert.Equal([Routes[0] + " is described but not there."], OpenApiRules.Faults(await DocumentAsync(), Routes[1..]));

    public static TheoryData<string, string> Faulty => new()
    {
        { "/components/schemas/Problem", "#/components/schemas/Problem leads nowhere." },
        { "/paths/~1v1~1path/get/operationId", "GET /v1/path has no operationId or no summary." },
        { "/paths/~1v1~1path/get/responses/200", "GET /v1/path has no successful response." },
        { "/paths/~1v1~1path/get/responses/404/content", "GET /v1/path does not answer 404 with a problem." },
        { "/paths/~1v1~1path/get/responses/200/description", "GET /v1/path does not describe 200." },
        { "/paths/~1v1~1types~1{name}/get/parameters", "GET /v1/types/{name} does not describe the parameters of its path." },
        { "/components/schemas/Entity/properties/createdAt/type", "The schema at /Entity/properties/createdAt has values but no type." },
        { "/openapi", "The document is not OpenAPI 3.1." },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task What_is_missing_from_the_document_is_a_fault(string pointer, string fault)
    {
        var document = JsonNode.Parse((await DocumentAsync()).GetRawText())!;
        var parts = pointer.Split('/')[1..].Select(part => part.Replace("~1", "/", StringComparison.Ordinal)).ToArray();
        var parent = parts[..^1].Aggregate(document, (node, part) => node[part]!);
        Assert.True(parent.AsObject().Remove(parts[^1]));
        Assert.Contains(fault, OpenApiRules.Faults(document.Deserialize<JsonElement>(), Routes));
    }

    private async Task<JsonElement> DocumentAsync() => JsonElement.Parse(await fixture.Http.GetStringAsync("/openapi/v1.json"));
}
