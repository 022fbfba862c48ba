using System.Text.Json;
using System.Xml.Linq;

namespace ThreeDb.Cli.Tests.Commands;

/// <summary>Files for Gephi and Graphviz of graphs that no answer holds.</summary>
public sealed class LargeGraphFileTests(CliFixture cli) : IClassFixture<CliFixture>, IAsyncLifetime
{
    private const int Spokes = 12_000;

    [Fact]
    public async Task File_of_all_holds_all_with_scores_groups_and_steps()
    {
        await AssertFileAsync(Spokes + 3, 2 * Spokes, "score", 2 * Spokes, "rank", "--by", "degree", "--all");
        await AssertFileAsync(Spokes + 3, 2 * Spokes, "group", 0, "communities", "--by", "weak", "--all");
        await AssertFileAsync(Spokes + 1, 2 * Spokes, "group", 0, "communities", "--by", "weak", "--limit", "1");
        await AssertFileAsync(Spokes + 1, 2 * Spokes, "steps", 0, "network", "hub", "--all");
        await AssertFileAsync(1, 0, "steps", 0, "network", "hub", "--all", "--direction", "in", "--via", "OUT");
    }

    [Fact]
    public async Task What_is_cut_says_so_and_how_to_get_the_rest()
    {
        var some = await cli.RunAsync("graph", "communities", "--by", "weak", "--limit", "1", "--out", "some.dot");
        Assert.Contains($"Wrote some.dot: {Spokes + 1:N0} entities, {2 * Spokes:N0} relations.", some.Output, StringComparison.Ordinal);
        Assert.Contains($"The file holds {Spokes + 1:N0} of {Spokes + 3:N0} entities; --limit takes more groups, --all all of them.", some.Error, StringComparison.Ordinal);
        var best = (await cli.RunAsync("graph", "rank", "--by", "degree", "--limit", "10000", "--out", "best.dot", "--json")).Payload;
        Assert.Equal((10_000, true), (best.GetProperty("nodes").GetInt32(), best.GetProperty("truncated").GetBoolean()));
        var network = await cli.RunAsync("graph", "network", "hub", "--limit", "10000", "--format", "dot");
        Assert.Contains("There are more, and an answer holds no more: --all takes all of them.", network.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, (await cli.RunAsync("graph", "network", "hub", "--all", "--limit", "5")).ExitCode);
        foreach (var words in (string[][])[["network", "hub"], ["rank"], ["communities"], ["order"]])
        {
            Assert.Contains("--limit: 20000 is not in 1 to 10,000; --all takes everything.", (await cli.RunAsync(["graph", .. words, "--limit", "20000"])).Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Network_of_any_size_comes_as_lines()
    {
        var lines = (await cli.RunAsync("graph", "network", "hub", "--all", "--via", "OUT", "NEVER", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Contains("No relation has the type NEVER", lines[0].GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Equal("hub", lines[1].GetProperty("node").GetProperty("id").GetString());
        Assert.Equal((1 + Spokes + 1 + Spokes, Spokes), (lines.Count, lines.Count(line => line.TryGetProperty("edge", out _))));
        var people = await cli.RunAsync("graph", "network", "spoke/7", "--all", "--depth", "1", "--via", "OUT");
        Assert.Equal("spoke/7\tnode\t\nhub\tnode\t\nhub -OUT→ spoke/7\n", people.Output);
    }

    [Fact]
    public async Task Terminal_shows_a_bar_while_the_scores_of_a_file_come()
    {
        var file = await cli.RunAsync("", ["graph", "communities", "--by", "weak", "--out", "bar.dot"], isTerminal: true);
        Assert.Equal(0, file.ExitCode);
        Assert.Contains("weakComponents", file.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scores_of_a_file_are_saved_in_the_same_run()
    {
        var file = await cli.RunAsync("graph", "communities", "--by", "weak", "--save-as", "piece", "--limit", "1", "--out", "saved.gexf");
        Assert.Equal(0, file.ExitCode);
        Assert.Contains($"Saved {Spokes + 3:N0} scores as 'piece'.", file.Error, StringComparison.Ordinal);
        Assert.Equal(Spokes + 3, await cli.Database.ScalarAsync<long>("select count(*) from threedb.score where name = 'piece'"));
        var all = await cli.RunAsync("graph", "rank", "--by", "degree", "--all", "--save-as", "weight_of_all");
        Assert.Contains($"{Spokes + 3:N0} in all.", all.Error, StringComparison.Ordinal);
        Assert.Contains($"Saved {Spokes + 3:N0} scores as 'weight_of_all'.", all.Error, StringComparison.Ordinal);
        Assert.Contains("Saved", (await cli.RunAsync("graph", "rank", "--by", "degree", "--save-as", "best_of_all", "--limit", "5", "--out", "best.dot")).Error, StringComparison.Ordinal);
        Assert.Equal(Spokes + 3, await cli.Database.ScalarAsync<long>("select count(*) from threedb.score where name = 'weight_of_all'"));
    }

    // A star with relations both ways, and a pair beside it.
    public async ValueTask InitializeAsync()
    {
        await cli.Db.BulkAsync(((string[])["hub", "left", "right"]).Concat(Enumerable.Range(0, Spokes).Select(i => $"spoke/{i}"))
            .Select(id => (Mutation)new CreateEntity("node", Json.Of("{}")) { Id = id, OnConflict = ConflictPolicy.Replace }).ToAsyncEnumerable());
        await cli.Db.BulkAsync(Enumerable.Range(0, Spokes).SelectMany(i => (Mutation[])[new Relate("hub", "OUT", $"spoke/{i}"), new Relate($"spoke/{i}", "BACK", "hub")]).ToAsyncEnumerable());
        await cli.Db.Graph.VerifyAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task AssertFileAsync(int nodes, int edges, string score, double first, params string[] words)
    {
        var written = (await cli.RunAsync(["graph", .. words, "--out", "large.graphml", "--json"])).Payload;
        Assert.Equal((nodes, edges), (written.GetProperty("nodes").GetInt32(), written.GetProperty("edges").GetInt32()));
        var graph = XDocument.Load(Path.Combine(cli.Folder, "large.graphml"));
        var elements = graph.Descendants().ToLookup(element => element.Name.LocalName);
        Assert.Equal((nodes, edges), (elements["node"].Count(), elements["edge"].Count()));
        var key = elements["key"].Single(one => one.Attribute("attr.name")!.Value == score).Attribute("id")!.Value;
        Assert.Equal(first, (double)elements["node"].First(node => node.Attribute("id")!.Value == "hub").Elements().Single(data => data.Attribute("key")!.Value == key));
    }
}
