using System.Text.Json;

namespace ThreeDb.Cli.Tests.Commands;

/// <summary>What <c>3db graph</c> computes, over a small social network with a circle.</summary>
public sealed class GraphAlgorithmVerbTests(CliFixture cli) : IClassFixture<CliFixture>, IAsyncLifetime
{
    [Fact]
    public async Task Reach_counts_and_lists()
    {
        var reach = (await cli.RunAsync("graph", "reach", "dan", "--via", "FOLLOWS", "--json", "--limit", "2", "--explain")).Payload;
        Assert.Equal(4, reach.GetProperty("total").GetInt32());
        Assert.Equal([2, 1, 1], reach.GetProperty("byDepth").EnumerateArray().Select(count => count.GetInt32()));
        Assert.Equal(2, reach.GetProperty("items").GetArrayLength());
        Assert.Equal("memory", reach.GetProperty("explanation").GetProperty("source").GetString());
        Assert.Equal(1, (await cli.RunAsync("graph", "reach", "dan", "--types", "user", "--where", "name=Grace", "--json")).Payload.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Explain_says_where_an_answer_comes_from()
    {
        foreach (var words in (string[][])[["network", "dan"], ["neighbors", "dan"], ["reachable", "dan", "ada"], ["impact", "ada"], ["path", "dan", "ada"], ["paths", "dan", "ada"], ["reach", "dan"]])
        {
            Assert.Contains("Found in memory, in ", (await cli.RunAsync(["graph", .. words, "--explain"])).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Paths_come_best_first()
    {
        Assert.Equal(2, (await cli.RunAsync("graph", "paths", "dan", "ada", "--all-shortest", "--json")).Payload.GetProperty("paths").GetArrayLength());
        var cheapest = (await cli.RunAsync("graph", "paths", "dan", "ada", "--weighted", "--count", "1", "--direction", "out", "--json")).Payload.GetProperty("paths")[0];
        Assert.Equal(["dan", "cid", "ada"], cheapest.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()));
        Assert.Equal(2, cheapest.GetProperty("cost").GetDouble());
        Assert.Contains("dan -FOLLOWS→ cid -FOLLOWS→ ada", (await cli.RunAsync("graph", "paths", "dan", "ada", "--weighted")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reachable_says_whether_and_in_how_many_steps()
    {
        var yes = (await cli.RunAsync("graph", "reachable", "dan", "grace", "--via", "FOLLOWS", "--json")).Payload;
        Assert.Equal((true, 3), (yes.GetProperty("reachable").GetBoolean(), yes.GetProperty("steps").GetInt32()));
        Assert.False((await cli.RunAsync("graph", "reachable", "grace", "dan", "--json")).Payload.GetProperty("reachable").GetBoolean());
        Assert.Equal("Yes: 'dan' is 3 steps from 'grace'.", (await cli.RunAsync("graph", "reachable", "grace", "dan", "--via", "FOLLOWS", "--direction", "in")).Output.Trim());
        Assert.Equal("No: there is no way from 'dan' to 'grace' of at most 2 steps.", (await cli.RunAsync("graph", "reachable", "dan", "grace", "--depth", "2")).Output.Trim());
        Assert.Contains("Found in memory", (await cli.RunAsync("graph", "reachable", "dan", "dan", "--explain")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Structure_is_told()
    {
        Assert.Equal(["ada"], (await cli.RunAsync("graph", "common", "bob", "cid", "--direction", "out", "--json")).Payload.GetProperty("items").EnumerateArray().Select(node => node.GetProperty("id").GetString()));
        Assert.Equal(2, (await cli.RunAsync("graph", "losses", "ada", "--roots", "dan", "--json")).Payload.GetProperty("total").GetInt32());
        Assert.True((await cli.RunAsync("graph", "cycles", "--json")).Payload.GetProperty("hasAny").GetBoolean());
        Assert.Contains("ada → grace → ada", (await cli.RunAsync("graph", "cycles", "--through", "ada")).Output, StringComparison.Ordinal);
        Assert.Contains("because of a circle", (await cli.RunAsync("graph", "order")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await cli.RunAsync("graph", "order", "--via", "READS", "--targets-first", "--json")).Payload.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Rank_finds_influential_users_and_saves_their_scores()
    {
        var ranked = (await cli.RunAsync("graph", "rank", "--types", "user", "--via", "FOLLOWS", "--save-as", "influence", "--limit", "2", "--json")).Payload;
        Assert.Equal("pageRank", ranked.GetProperty("algorithm").GetString());
        Assert.Equal(["ada", "grace"], ranked.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).Order());
        Assert.Equal(5, ranked.GetProperty("saved").GetInt32());
        Assert.Equal(5, await cli.Database.ScalarAsync<long>("select count(*) from threedb.score where name = 'influence'"));
        foreach (var by in (string[])["degree", "Betweenness", "closeness", "harmonic", "eigenvector", "kcore", "triangles", "clustering"])
        {
            Assert.Contains("SCORE", (await cli.RunAsync("graph", "rank", "--by", by, "--types", "user")).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Saved_scores_are_listed_noted_when_unknown_and_deleted()
    {
        await cli.RunAsync("graph", "rank", "--types", "user", "--save-as", "standing");
        var slip = await cli.RunAsync("graph", "rank", "--types", "usr", "--save-as", "standing");
        Assert.Equal((7, ""), (slip.ExitCode, slip.Output));
        Assert.Contains("no entity has the type 'usr'", slip.Error, StringComparison.Ordinal);
        Assert.Matches("standing +5 +20[0-9-]+ [0-9:]+Z", (await cli.RunAsync("graph", "scores")).Output);
        Assert.Contains((await cli.RunAsync("graph", "scores", "--json")).Payload.EnumerateArray(), score => score.GetProperty("name").GetString() == "standing" && score.GetProperty("count").GetInt32() == 5);
        const string Unknown = "Nobody has saved scores as 'standin'";
        Assert.Contains(Unknown, (await cli.RunAsync("list", "--order", "-$score.standin")).Error, StringComparison.Ordinal);
        Assert.Contains(Unknown, (await cli.RunAsync("list", "--all", "--where", "$score.standin>0")).Error, StringComparison.Ordinal);
        Assert.Contains(Unknown, (await cli.RunAsync("search", "Ada", "--boost", "standin=1")).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody", (await cli.RunAsync("list", "--order", "-$score.standing")).Error, StringComparison.Ordinal);
        Assert.Contains("Removed the scores saved as standing", (await cli.RunAsync("graph", "scores", "delete", "standing")).Output, StringComparison.Ordinal);
        var gone = await cli.RunAsync("graph", "scores", "delete", "standing");
        Assert.Equal((5, ""), (gone.ExitCode, gone.Output));
    }

    [Fact]
    public async Task Rank_says_in_words_how_it_ended()
    {
        string[] rank = ["graph", "rank", "--types", "user"];
        Assert.Matches("; converged after [0-9]+ rounds\\.", (await cli.RunAsync(rank)).Error);
        Assert.Contains("; did not converge in 1 round.", (await cli.RunAsync([.. rank, "--iterations", "1"])).Error, StringComparison.Ordinal);
        Assert.EndsWith("; exact.", (await cli.RunAsync([.. rank, "--by", "betweenness"])).Error.Trim(), StringComparison.Ordinal);
        Assert.Contains("; from a sample of 2 entities, off by ", (await cli.RunAsync([.. rank, "--by", "betweenness", "--samples", "2"])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rank_by_weight_follows_the_cheapest_ways()
    {
        // The way from dan to ada through cid is cheaper than the one through bob, and as many steps long.
        string[] words = ["graph", "rank", "--by", "betweenness", "--types", "user", "--via", "FOLLOWS", "--direction", "out", "--json"];
        var (steps, weights) = ((await cli.RunAsync(words)).Payload, (await cli.RunAsync([.. words, "--weighted"])).Payload);
        Assert.True(ScoreOf(steps, "bob") > 0);
        Assert.True(ScoreOf(weights, "cid") > ScoreOf(steps, "cid"));
        Assert.Equal(0, ScoreOf(weights, "bob"));

        static double ScoreOf(JsonElement ranked, string id) =>
            ranked.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetString() == id).GetProperty("score").GetDouble();
    }

    [Fact]
    public async Task All_scores_are_lines()
    {
        var lines = (await cli.RunAsync("graph", "rank", "--by", "degree", "--types", "user", "--all", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("{\"id\":", line, StringComparison.Ordinal));
        Assert.Equal(5, (await cli.RunAsync("graph", "communities", "--types", "user", "--all")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("rank")]
    [InlineData("communities")]
    [InlineData("order")]
    [InlineData("network", "ada")]
    public async Task All_of_it_has_no_limit(params string[] verb)
    {
        var failure = await cli.RunAsync(["graph", .. verb, "--all", "--limit", "5", "--json"]);
        Assert.Equal("--all takes everything: leave out --limit.", failure.Failure.GetProperty("message").GetString());
        Assert.Equal(ExitCodes.Usage, failure.ExitCode);
    }

    [Fact]
    public async Task Communities_are_groups()
    {
        foreach (var by in (string[])["louvain", "leiden", "labels", "weak", "strong"])
        {
            Assert.True((await cli.RunAsync("graph", "communities", "--by", by, "--types", "user", "--json")).Payload.GetProperty("groups").GetArrayLength() > 0, by);
        }

        Assert.Contains("modularity", (await cli.RunAsync("graph", "communities", "--types", "user")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_are_compared_and_suggested()
    {
        Assert.Equal("cid", (await cli.RunAsync("graph", "similar", "bob", "--types", "user", "--via", "FOLLOWS", "--direction", "out", "--json")).Payload[0].GetProperty("id").GetString());
        Assert.Equal("ada", (await cli.RunAsync("graph", "suggest", "dan", "--types", "user", "--via", "FOLLOWS", "--direction", "out", "--json")).Payload[0].GetProperty("id").GetString());
        Assert.Contains("who to follow", (await cli.RunAsync("graph", "suggest", "--help")).Output, StringComparison.Ordinal);
        Assert.Contains("influential users", (await cli.RunAsync("graph", "rank", "--help")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyze_takes_what_the_server_takes()
    {
        Assert.True((await cli.RunAsync("graph", "analyze", """{"algorithm": "similarity", "on": {"types": ["user"]}, "limit": 1}""", "--json")).Payload.GetProperty("pairs").GetArrayLength() <= 1);
        Assert.Contains("FROM", (await cli.RunAsync("graph", "analyze", """{"algorithm": "spanningForest"}""")).Output, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.UnknownMember.Code, (await cli.RunAsync("graph", "analyze", """{"algorithm": "degree", "limits": 1}""", "--json")).Failure.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Verify_proves_the_graph()
    {
        Assert.True((await cli.RunAsync("graph", "verify", "--json")).Payload.GetProperty("equal").GetBoolean());
        Assert.Contains("equal to the tables", (await cli.RunAsync("graph", "verify")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCodes.NotFound, "graph", "reach", "nobody")]
    [InlineData(ExitCodes.NotFound, "graph", "suggest", "nobody")]
    [InlineData(ExitCodes.NotFound, "graph", "rank", "--from", "nobody")]
    [InlineData(ExitCodes.NotFound, "graph", "losses", "ada", "--roots", "nobody")]
    [InlineData(ExitCodes.Usage, "graph", "rank", "--by", "magic")]
    [InlineData(ExitCodes.Usage, "graph", "communities", "--by", "lovain")]
    [InlineData(ExitCodes.Usage, "graph", "network", "ada", "--format", "svg")]
    [InlineData(ExitCodes.Usage, "graph", "network", "ada", "--out", "graph")]
    [InlineData(ExitCodes.Usage, "graph", "network", "ada", "--format", "dot", "--json")]
    [InlineData(ExitCodes.Usage, "graph", "network", "ada", "--at", "yesterday")]
    [InlineData(ExitCodes.Usage, "graph", "rank", "--limit", "0")]
    [InlineData(ExitCodes.Invalid, "graph", "network", "ada", "--depth", "0")]
    [InlineData(ExitCodes.Invalid, "graph", "reach", "ada", "--depth", "-1")]
    [InlineData(ExitCodes.Invalid, "graph", "reach", "ada", "--depth", "1000000000")]
    [InlineData(ExitCodes.Invalid, "graph", "rank", "--damping", "2")]
    [InlineData(ExitCodes.Invalid, "graph", "rank", "--damping", "NaN")]
    [InlineData(ExitCodes.Invalid, "graph", "rank", "--damping", "Infinity")]
    [InlineData(ExitCodes.Invalid, "graph", "communities", "--resolution", "NaN")]
    [InlineData(ExitCodes.Invalid, "graph", "rank", "--by", "degree", "--damping", "0.5")]
    [InlineData(ExitCodes.Invalid, "graph", "rank", "--samples", "5")]
    [InlineData(ExitCodes.Invalid, "graph", "communities", "--by", "labels", "--weighted")]
    [InlineData(ExitCodes.Invalid, "graph", "rank", "--save-as", "a b")]
    public async Task Bad_questions_have_their_exit_codes(int exit, params string[] words)
    {
        var answer = await cli.RunAsync(words);
        Assert.True((answer.ExitCode, answer.Output) == (exit, ""), $"{answer.ExitCode} {answer.Output} {answer.Error}");
        Assert.Contains("TDB", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_shown_on_a_terminal_only()
    {
        var shown = (await cli.RunAsync("", ["graph", "rank"], isTerminal: true)).Error;
        Assert.Contains("pageRank", shown, StringComparison.Ordinal);
        Assert.Contains("100 %", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(" %", (await cli.RunAsync("graph", "rank")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_part_of_the_graph_is_no_failure()
    {
        Assert.Equal(0, (await cli.RunAsync("graph", "rank", "--types", "nothing", "--json")).Payload.GetProperty("entities").GetInt32());
        Assert.Contains("empty", (await cli.RunAsync("graph", "communities", "--types", "nothing")).Error, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        await SocialNetwork.FillAsync(cli);
        await cli.Db.Graph.VerifyAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
