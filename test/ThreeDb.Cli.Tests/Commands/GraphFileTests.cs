using System.Globalization;
using System.Xml.Linq;

namespace ThreeDb.Cli.Tests.Commands;

/// <summary>Files for Gephi and Graphviz: they hold what the command found.</summary>
public sealed class GraphFileTests(CliFixture cli) : IClassFixture<CliFixture>, IAsyncLifetime
{
    private static readonly string[] Follows = ["--via", "FOLLOWS"];

    [Fact]
    public async Task Files_hold_what_the_answer_holds()
    {
        foreach (var (words, nodes, edges) in new (string[], int, int)[]
        {
            (["network", "ada", "--via", "FOLLOWS", "--depth", "1"], 4, 5), (["neighbors", "dan"], 3, 2), (["path", "dan", "ada"], 3, 2), (["impact", "ada", "--via", "FOLLOWS"], 5, 7),
            (["paths", "dan", "ada", "--all-shortest"], 4, 4), (["similar", "bob", "--via", "FOLLOWS", "--direction", "out"], 4, 3), (["suggest", "dan", "--via", "FOLLOWS", "--direction", "out"], 2, 0),
            (["rank", "--types", "user", "--via", "FOLLOWS", "--limit", "2"], 2, 2), (["communities", "--by", "weak", "--types", "user"], 5, 7),
        })
        {
            var written = (await cli.RunAsync(["graph", .. words, "--out", "graph.graphml", "--json"])).Payload;
            Assert.Equal(("graphml", nodes, edges), (written.GetProperty("format").GetString(), written.GetProperty("nodes").GetInt32(), written.GetProperty("edges").GetInt32()));
            var graph = XDocument.Load(Path.Combine(cli.Folder, "graph.graphml"));
            Assert.Equal((nodes, edges), (Elements(graph, "node").Count(), Elements(graph, "edge").Count()));
        }

        Assert.StartsWith("digraph", (await cli.RunAsync("graph", "network", "ada", "--format", "dot")).Output, StringComparison.Ordinal);
        Assert.Contains("<gexf", (await cli.RunAsync("graph", "network", "ada", "--format", "GEXF")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_are_those_of_the_relations()
    {
        foreach (var words in (string[][])[["network", "bob"], ["neighbors", "bob"], ["path", "bob", "ada"], ["paths", "bob", "ada"], ["impact", "ada"], ["rank"]])
        {
            var graph = await FileAsync([.. words, .. Follows]);
            Assert.Equal("5", Value(graph, Elements(graph, "edge").Single(edge => (edge.Attribute("source")!.Value, edge.Attribute("target")!.Value) == ("bob", "ada")), "weight"));
        }

        var edges = (await cli.RunAsync("graph", "network", "bob", "--depth", "1", "--json")).Payload.GetProperty("edges").EnumerateArray();
        Assert.Equal([1, 1, 1, 1, 5], edges.Select(edge => edge.GetProperty("weight").GetDouble()).Order());
    }

    [Fact]
    public async Task Impact_file_holds_the_entities_of_the_answer_with_their_dependents()
    {
        var items = (await cli.RunAsync(["graph", "impact", "grace", .. Follows, "--limit", "2", "--json"])).Payload.GetProperty("items").EnumerateArray()
            .Select(item => (Id: item.GetProperty("node").GetProperty("id").GetString()!, Dependents: item.GetProperty("dependents").GetInt64())).ToList();
        var graph = await FileAsync(["impact", "grace", .. Follows, "--limit", "2"]);
        Assert.Equal([("grace", 1), .. items], Elements(graph, "node").Select(node => (Id(node), long.Parse(Value(graph, node, "dependents")!, CultureInfo.InvariantCulture))));
        Assert.Contains("2 of 4", (await cli.RunAsync(["graph", "impact", "grace", .. Follows, "--limit", "2", "--format", "dot"])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neighbours_file_holds_the_entity_itself_whole()
    {
        var graph = await FileAsync(["neighbors", "ada"]);
        var centre = Elements(graph, "node").First();
        Assert.Equal(("ada", "user", "Ada", "4"), (Id(centre), Value(graph, centre, "type"), Value(graph, centre, "label"), Value(graph, centre, "degree")));
    }

    [Fact]
    public async Task Scores_and_groups_are_attributes()
    {
        var ranked = await FileAsync(["rank", "--by", "degree", "--types", "user", .. Follows]);
        Assert.Equal("4", Value(ranked, Elements(ranked, "node").Single(node => Id(node) == "ada"), "score"));
        var grouped = await FileAsync(["communities", "--by", "weak"]);
        Assert.Equal(6, Elements(grouped, "node").Count());
        Assert.Single(Elements(grouped, "node").Select(node => Value(grouped, node, "group")).Distinct(), group => group is not null);
        var some = await cli.RunAsync(["graph", "communities", "--by", "strong", .. Follows, "--limit", "1", "--format", "dot"]);
        Assert.Contains("The file holds 2 of 6 entities; --limit takes more groups, --all all of them.", some.Error, StringComparison.Ordinal);
        Assert.Equal(5, (await cli.RunAsync("graph", "communities", "--types", "user", "--save-as", "circle", "--out", "graph.gexf", "--json")).Payload.GetProperty("nodes").GetInt32());
        Assert.Equal(5, await cli.Database.ScalarAsync<long>("select count(*) from threedb.score where name = 'circle'"));
    }

    [Fact]
    public async Task File_of_nothing_says_so()
    {
        var none = await cli.RunAsync("graph", "path", "ada", "dan", "--direction", "out", "--format", "dot", "--explain");
        Assert.StartsWith("digraph", none.Output, StringComparison.Ordinal);
        Assert.Contains("There is no path of at most 20 steps.", none.Error, StringComparison.Ordinal);
        Assert.Contains("Found in memory", none.Error, StringComparison.Ordinal);
        Assert.Contains("empty", (await cli.RunAsync("graph", "rank", "--types", "nothing", "--out", "graph.dot")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_that_fails_to_come_leaves_what_was_there()
    {
        var path = cli.Write("kept.dot", "mine");
        Assert.Equal(ExitCodes.NotFound, (await cli.RunAsync("graph", "network", "nobody", "--all", "--out", "kept.dot")).ExitCode);
        Assert.Equal(ExitCodes.Invalid, (await cli.RunAsync("graph", "communities", "--via", "NEVER", "--save-as", "never", "--out", "kept.dot")).ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
    }

    public async ValueTask InitializeAsync()
    {
        await SocialNetwork.FillAsync(cli);
        await cli.Db.Graph.VerifyAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<XDocument> FileAsync(string[] words)
    {
        var answer = await cli.RunAsync(["graph", .. words, "--out", "graph.graphml"]);
        Assert.Equal(ExitCodes.Success, answer.ExitCode);
        return XDocument.Load(Path.Combine(cli.Folder, "graph.graphml"));
    }

    private static IEnumerable<XElement> Elements(XDocument graph, string name) => graph.Descendants().Where(element => element.Name.LocalName == name);

    private static string Id(XElement node) => node.Attribute("id")!.Value;

    private static string? Value(XDocument graph, XElement element, string name)
    {
        var key = Elements(graph, "key").Single(key => key.Attribute("attr.name")!.Value == name && key.Attribute("for")!.Value == element.Name.LocalName).Attribute("id")!.Value;
        return element.Elements().SingleOrDefault(data => data.Attribute("key")!.Value == key)?.Value;
    }
}
