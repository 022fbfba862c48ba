namespace ThreeDb.Cli.Tests.Commands;

/// <summary>What <c>3db graph</c> says beside its answers: cuts, caps, words that mean nothing.</summary>
public sealed class GraphNoteTests(CliFixture cli) : IClassFixture<CliFixture>, IAsyncLifetime
{
    [Fact]
    public async Task Unknown_relation_type_is_told_by_every_walk()
    {
        foreach (var words in (string[][])[["impact", "ada"], ["neighbors", "ada"], ["network", "ada"], ["reach", "ada"], ["reachable", "ada", "dan"], ["path", "ada", "dan"], ["paths", "ada", "dan"], ["losses", "ada"], ["common", "ada", "dan"], ["cycles"], ["order"], ["rank"], ["communities"]])
        {
            var told = await cli.RunAsync(["graph", .. words, "--via", "FOLLOW"]);
            Assert.Equal(ExitCodes.Success, told.ExitCode);
            Assert.Contains("No relation has the type FOLLOW (known: FOLLOWS, READS).", told.Error, StringComparison.Ordinal);
            var payload = (await cli.RunAsync(["graph", .. words, "--via", "FOLLOW", "--json"])).Payload;
            Assert.StartsWith("No relation has the type FOLLOW", payload.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("No relation", (await cli.RunAsync(["graph", .. words, "--via", "FOLLOWS"])).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Unknown_type_or_project_of_entities_is_told_by_algorithms_and_files()
    {
        var (types, project) = ("No entity has the type usr (known: user", "No entity has the project nowhere.");
        foreach (var words in (string[][])[["rank"], ["communities"], ["rank", "--out", "none.dot"], ["rank", "--all", "--out", "none.dot"], ["communities", "--out", "none.dot"]])
        {
            Assert.Contains(types, (await cli.RunAsync(["graph", .. words, "--types", "usr"])).Error, StringComparison.Ordinal);
            Assert.Contains(project, (await cli.RunAsync(["graph", .. words, "--project", "nowhere"])).Error, StringComparison.Ordinal);
            Assert.DoesNotContain("No entity has", (await cli.RunAsync(["graph", .. words, "--types", "user"])).Error, StringComparison.Ordinal);
        }

        Assert.Contains(types, (await cli.RunAsync("graph", "reach", "ada", "--types", "usr")).Error, StringComparison.Ordinal);
        Assert.StartsWith(types, (await cli.RunAsync("graph", "analyze", """{"algorithm":"similarity","on":{"types":["usr"]}}""", "--json")).Payload.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Types_are_given_apart_or_with_commas()
    {
        foreach (var words in (string[][])[["neighbors", "grace"], ["network", "grace"], ["impact", "ada"], ["reach", "grace"], ["rank"], ["order"], ["cycles"], ["paths", "dan", "paper"]])
        {
            var (apart, together) = (await cli.RunAsync(["graph", .. words, "--via", "FOLLOWS", "READS"]), await cli.RunAsync(["graph", .. words, "--via", "FOLLOWS, READS"]));
            Assert.Equal((ExitCodes.Success, apart.Output), (together.ExitCode, together.Output));
        }

        Assert.Equal(6, (await cli.RunAsync("graph", "rank", "--types", "user,paper", "--json")).Payload.GetProperty("entities").GetInt32());
    }

    [Fact]
    public async Task Option_that_took_the_words_of_the_verb_is_named()
    {
        var failed = await cli.RunAsync("graph", "path", "--via", "FOLLOWS", "dan", "ada");
        Assert.Equal(ExitCodes.Usage, failed.ExitCode);
        Assert.Contains("--via took every word after it (FOLLOWS, dan, ada)", failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--via", (await cli.RunAsync("graph", "path", "dan")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_common_neighbours_say_so()
    {
        Assert.Contains("The 1 most connected; --limit shows more.", (await cli.RunAsync("graph", "common", "ada", "dan", "--limit", "1")).Error, StringComparison.Ordinal);
        var whole = await cli.RunAsync("graph", "common", "ada", "dan", "--explain");
        Assert.DoesNotContain("--limit", whole.Error, StringComparison.Ordinal);
        Assert.Contains("Found in memory", whole.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_of_paths_point_as_their_relations_do()
    {
        Assert.Contains("cid ←FOLLOWS- dan", (await cli.RunAsync("graph", "paths", "cid", "dan", "--count", "1")).Output, StringComparison.Ordinal);
        Assert.Contains("dan -FOLLOWS→ bob -FOLLOWS→ ada", (await cli.RunAsync("graph", "paths", "dan", "ada", "--direction", "out", "--count", "1")).Output, StringComparison.Ordinal);
        Assert.Contains("paper ←READS- grace", (await cli.RunAsync("graph", "paths", "paper", "dan", "--count", "1")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_path_says_how_far_was_looked_and_is_explained()
    {
        var none = await cli.RunAsync("graph", "path", "ada", "dan", "--direction", "out", "--depth", "3", "--explain");
        Assert.Contains("There is no path of at most 3 steps.", none.Error, StringComparison.Ordinal);
        Assert.Contains("Found in memory", none.Error, StringComparison.Ordinal);
        Assert.Equal("memory", (await cli.RunAsync("graph", "path", "ada", "dan", "--direction", "out", "--explain", "--json")).Payload.GetProperty("explanation").GetProperty("source").GetString());
        Assert.Contains("There is no path.", (await cli.RunAsync("graph", "paths", "ada", "dan", "--weighted", "--direction", "out")).Error, StringComparison.Ordinal);
        Assert.Contains("There is no path of at most 20 steps.", (await cli.RunAsync("graph", "paths", "ada", "dan", "--direction", "out")).Error, StringComparison.Ordinal);
        Assert.Contains("There is no path of at most 2 steps.", (await cli.RunAsync("graph", "paths", "ada", "dan", "--weighted", "--depth", "2", "--direction", "out")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caps_of_reach_are_named()
    {
        var hop = await cli.RunAsync("graph", "reach", "dan", "--max-per-hop", "1");
        Assert.Contains("At least", hop.Output, StringComparison.Ordinal);
        Assert.Contains("found more than 1 entities", hop.Error, StringComparison.Ordinal);
        Assert.Contains("maxPerHop", hop.Error, StringComparison.Ordinal);
        var visited = (await cli.RunAsync("graph", "reach", "dan", "--max-visited", "2", "--json")).Payload;
        Assert.Equal((2, true), (visited.GetProperty("total").GetInt32(), visited.GetProperty("truncated").GetBoolean()));
        Assert.Contains("The walk stopped after 2 entities, as many as it may visit (maxVisited, up to 10,000,000).", visited.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Invalid, (await cli.RunAsync("graph", "reach", "dan", "--max-visited", "0")).ExitCode);
    }

    [Fact]
    public async Task Tolerance_ends_rank_early_or_never()
    {
        string[] rank = ["graph", "rank", "--via", "FOLLOWS"];
        Assert.Contains("converged after 1 round", (await cli.RunAsync([.. rank, "--tolerance", "10"])).Error, StringComparison.Ordinal);
        Assert.Contains("did not converge in 7 rounds", (await cli.RunAsync([.. rank, "--tolerance", "0", "--iterations", "7"])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_is_printed_whole_and_holds_only_what_the_relations_touch()
    {
        var order = (await cli.RunAsync("graph", "order", "--via", "READS", "--json")).Payload;
        Assert.Equal(["grace", "paper"], order.GetProperty("items").EnumerateArray().Select(node => node.GetProperty("id").GetString()));
        Assert.Equal(2, order.GetProperty("total").GetInt32());
        var lines = (await cli.RunAsync("graph", "order", "--via", "READS", "--all", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("{\"id\":\"grace\",\"type\":\"user\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("--all all of them", (await cli.RunAsync("graph", "order", "--via", "READS", "--limit", "1")).Error, StringComparison.Ordinal);
        var circle = await cli.RunAsync("graph", "order", "--all");
        Assert.Equal((ExitCodes.Conflict, ""), (circle.ExitCode, circle.Output));
        Assert.Contains("TDB2020", circle.Error, StringComparison.Ordinal);
        var cut = await cli.RunAsync("graph", "order", "--limit", "1");
        Assert.Matches("because of a circle: [a-z]+ → …", cut.Output);
        Assert.Matches("1 of [0-9]+; --limit shows more", cut.Error);
    }

    [Fact]
    public void Notes_promise_nothing_that_is_refused()
    {
        var node = new GraphNode("a", "user", null, 1, 1);
        Assert.Equal(": --limit shows them, --all all of them", GraphView.CutOf(new Network([.. Enumerable.Repeat(node, 9_999)], [], true)));
        Assert.DoesNotContain("--limit", GraphView.CutOf(new Network([.. Enumerable.Repeat(node, 10_000)], [], true)), StringComparison.Ordinal);
        Assert.Contains("20,000", GraphView.CutOf(new Network([node], [.. Enumerable.Repeat(new GraphEdge("a", "FOLLOWS", "b", ""), 20_000)], true)), StringComparison.Ordinal);
        Assert.Equal("--limit shows more", GraphOptions.More(9_999));
        Assert.DoesNotContain("--limit", GraphOptions.More(10_000), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("graph neighbors", 100)]
    [InlineData("graph rank", 20)]
    [InlineData("graph similar", 10)]
    [InlineData("graph cycles", 10)]
    [InlineData("list", 50)]
    [InlineData("search", 10)]
    public async Task Help_of_limit_names_its_default(string verb, int normal) =>
        Assert.Contains($"How many at most (default {normal})", (await cli.RunAsync([.. verb.Split(' '), "--help"])).Output, StringComparison.Ordinal);

    public async ValueTask InitializeAsync()
    {
        await SocialNetwork.FillAsync(cli);
        await cli.Db.Graph.VerifyAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
