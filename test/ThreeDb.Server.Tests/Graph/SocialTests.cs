namespace ThreeDb.Server.Tests;

/// <summary>The seeds of a social application over HTTP: influential users, who to follow, circles, the network of a document.</summary>
public sealed class SocialTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private static readonly GraphSelection Follows = new() { Types = ["user"], Via = ["FOLLOWS"] };

    [Fact]
    public async Task Influential_users_are_those_whom_influential_ones_follow()
    {
        var ranked = await fixture.Client.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.PageRank, On = Follows, SaveAs = "influence", Limit = 3 });
        Assert.Equal(["grace", "ada"], ranked.Items.Take(2).Select(user => user.Id));
        Assert.Equal("Grace", ranked.Items[0].Title);
        Assert.Equal(8, ranked.Saved);
        Assert.Equal(8, await fixture.Database.ScalarAsync<long>("select count(*) from threedb.score where name = 'influence' and value > 0"));
    }

    [Fact]
    public async Task Who_to_follow_is_whom_those_follow_that_one_follows()
    {
        var suggested = await fixture.Client.Graph.SuggestAsync("dan", new SuggestionOptions { On = Follows, Direction = Direction.Out, Limit = 3 });
        Assert.Equal("ada", suggested[0].Id);
        Assert.DoesNotContain(suggested, user => user.Id is "dan" or "bob" or "cid");
    }

    [Fact]
    public async Task Circles_of_users_are_communities()
    {
        var circles = await fixture.Client.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Louvain, On = Follows });
        Assert.Equal(2, circles.Groups.Count);
        Assert.Equal([4L, 4L], circles.Groups.Select(group => group.Size));
        Assert.True(circles.Summary["modularity"] > 0.3);
        Assert.Contains(circles.Groups, group => group.Members.Select(user => user.Id).Order().SequenceEqual(["ada", "bob", "cid", "dan"]));
    }

    [Fact]
    public async Task Network_of_a_document_shows_who_stands_behind_it()
    {
        var network = await fixture.Client.Graph.NetworkAsync("paper", new Traversal { Depth = 2, Via = ["WROTE", "CITES"], Explain = true });
        Assert.Equal(["paper", "ada", "book", "grace"], network.Nodes.Select(node => node.Id).Order().OrderBy(id => network.Nodes.Single(node => node.Id == id).Depth));
        Assert.Equal(4, network.Edges.Count);
        Assert.Equal("memory", network.Explanation!.Source);
    }

    [Fact]
    public async Task Users_with_the_same_friends_are_alike()
    {
        var alike = await fixture.Client.Graph.SimilarAsync("hal", new SimilarityOptions { On = Follows, Direction = Direction.Out });
        Assert.Equal("fay", alike[0].Id);
        Assert.Equal(1, alike[0].Score);
    }

    public async ValueTask InitializeAsync()
    {
        string[] users = ["ada", "bob", "cid", "dan", "eve", "fay", "grace", "hal"];
        (string Who, string Whom)[] follows =
        [
            ("bob", "ada"), ("cid", "ada"), ("dan", "bob"), ("dan", "cid"), ("bob", "cid"), ("ada", "grace"),
            ("eve", "grace"), ("fay", "grace"), ("hal", "grace"), ("fay", "eve"), ("hal", "eve"), ("grace", "ada"),
        ];
        await fixture.Db.Types.PutAsync("user", new EntityTypeDefinition { Title = "name" });
        await fixture.Db.WriteAsync(
        [
            .. users.Select(id => new CreateEntity("user", Json.Of($$"""{"name":"{{char.ToUpperInvariant(id[0]) + id[1..]}}"}""")) { Id = id, OnConflict = ConflictPolicy.Replace }),
            .. follows.Select(one => new Relate(one.Who, "FOLLOWS", one.Whom)),
            new CreateEntity("document", Json.Of("{}")) { Id = "paper", OnConflict = ConflictPolicy.Replace }, new CreateEntity("document", Json.Of("{}")) { Id = "book", OnConflict = ConflictPolicy.Replace },
            new Relate("ada", "WROTE", "paper"), new Relate("paper", "CITES", "book"), new Relate("grace", "WROTE", "book"), new Relate("ada", "WROTE", "book"),
        ]);

        // No question falls back to SQL because the graph is being loaded.
        await fixture.Db.Graph.VerifyAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
