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
    public async Task Boost_lifts_what_a_saved_score_prefers_and_is_shown()
    {
        await cli.RunAsync("relate", "dune", "CITES", "emma");
        Assert.Equal(0, (await cli.RunAsync("graph", "rank", "--save-as", "importance")).ExitCode);

        var found = Items(await cli.RunAsync("search", "novel", "planet", "or", "village", "--type", "novel", "--boost", "importance=5", "--json"));
        Assert.Equal("emma", found[0].GetProperty("entity").GetProperty("id").GetString());
        Assert.Equal(5, found[0].GetProperty("scores").GetProperty("boost").GetProperty("importance").GetProperty("added").GetDouble());

        var table = await cli.RunAsync("""{"from": "novel", "rank": {"boost": {"importance": 1}}}""", ["query", "-", "--boost", "importance=3", "--explain"]);
        Assert.Contains("BOOST", table.Output, StringComparison.Ordinal);
        Assert.Contains("importance × 3", table.Output + table.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("importance")]
    [InlineData("=1")]
    [InlineData("importance=high")]
    public async Task Boost_of_another_form_is_a_fault_of_usage(string boost)
    {
        var answer = await cli.RunAsync("search", "desert", "--boost", boost);

        Assert.Equal((2, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("name=weight", answer.Error, StringComparison.Ordinal);
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
