using System.Text.Json;

namespace ThreeDb.Cli.Tests.Commands;

public sealed class SearchVerbTests(CliFixture cli) : IClassFixture<CliFixture>, IAsyncLifetime
{
    [Fact]
    public async Task Search_finds_by_words_by_meaning_and_by_both()
    {
        foreach (var way in new string[][] { [], ["--near"], ["--hybrid"] })
        {
            var found = Items(await cli.RunAsync(["search", "desert", "planet", "--type", "novel", "--json", .. way]));

            Assert.Equal("dune", found[0].GetProperty("entity").GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task Similar_leaves_out_the_entity_itself()
    {
        var found = Items(await cli.RunAsync("similar", "dune", "--json"));

        Assert.NotEmpty(found);
        Assert.DoesNotContain(found, hit => hit.GetProperty("entity").GetProperty("id").GetString() == "dune");
    }

    [Fact]
    public async Task Query_from_stdin_explains_itself()
    {
        var answer = (await cli.RunAsync("""{"from": "novel", "where": {"year": {"gt": 1900}}, "text": {"query": "desert"}}""", ["query", "-", "--explain", "--json"])).Payload;

        Assert.Equal("dune", Assert.Single(answer.GetProperty("items").EnumerateArray()).GetProperty("entity").GetProperty("id").GetString());
        Assert.NotEqual(0, answer.GetProperty("explanation").GetProperty("steps").GetArrayLength());
    }

    [Fact]
    public async Task Nothing_found_is_no_failure()
    {
        var answer = await cli.RunAsync("search", "xyzzy");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("Nothing found", answer.Error, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        await cli.RunAsync("put", "dune", "--type", "novel", "--data", """{"title": "Dune", "about": "a desert planet and its spice", "year": 1965}""");
        await cli.RunAsync("put", "emma", "--type", "novel", "--data", """{"title": "Emma", "about": "a matchmaker in a village", "year": 1815}""");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static List<JsonElement> Items(Answer answer) => [.. answer.Payload.GetProperty("items").EnumerateArray()];
}
