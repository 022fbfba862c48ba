namespace ThreeDb.Cli.Tests.Commands;

public sealed class TypeVerbTests(CliFixture cli) : IClassFixture<CliFixture>
{
    [Fact]
    public async Task Declaration_is_put_shown_listed_and_removed()
    {
        const string Definition = """{"title": "name", "relations": [{"field": "maker", "relation": "MADE_BY", "to": "maker", "create": true}]}""";
        Assert.Equal("car", (await cli.RunAsync("type", "put", "car", Definition, "--json")).Payload.GetProperty("name").GetString());
        await cli.RunAsync("put", "car/1", "--type", "car", "--data", """{"name": "Beetle", "maker": "vw"}""");

        Assert.Equal("name", (await cli.RunAsync("type", "get", "car", "--json")).Payload.GetProperty("definition").GetProperty("title").GetString());
        Assert.Equal(["car", "maker"], (await cli.RunAsync("type", "list", "--json")).Payload.EnumerateArray().Select(type => type.GetProperty("name").GetString()));
        Assert.Equal("MADE_BY", (await cli.RunAsync("relations", "car/1", "--json")).Payload.GetProperty("items")[0].GetProperty("type").GetString());
        Assert.Contains("car", (await cli.RunAsync("type", "list")).Output, StringComparison.Ordinal);

        Assert.Equal("car", (await cli.RunAsync("type", "delete", "car", "--json")).Payload.GetProperty("name").GetString());
        Assert.Equal("TDB2008", (await cli.RunAsync("type", "delete", "car", "--json")).Failure.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Faulty_declaration_names_the_fault()
    {
        var failure = (await cli.RunAsync("type", "put", "car", """{"relation": []}""", "--json")).Failure;

        Assert.Equal("TDB1010", failure.GetProperty("code").GetString());
        Assert.Contains("relations", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
