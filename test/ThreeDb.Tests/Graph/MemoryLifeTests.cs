using ThreeDb.Changes;
using ThreeDb.Graphs;
using ThreeDb.Postgres;
using ThreeDb.Sync;
using ThreeDb.Testing;

namespace ThreeDb.Tests;

/// <summary>A graph is loaded when it is used, given up when it must be, and never the only copy.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class MemoryLifeTests(GraphFixture fixture) : IClassFixture<GraphFixture>
{
    [Fact]
    public async Task First_question_is_answered_whether_or_not_the_graph_is_loaded()
    {
        var ids = await fixture.RandomAsync(30, 60, new Random(1));
        await using var engine = await fixture.OpenAsync();
        var db = await engine.ForAsync();
        var first = await db.Graph.NetworkAsync(ids[0], new Traversal { Explain = true });
        await db.Graph.VerifyAsync();
        var second = await db.Graph.NetworkAsync(ids[0], new Traversal { Explain = true });
        Assert.Equal("memory", second.Explanation!.Source);
        Assert.Equal(Json.Of(first with { Explanation = null }).GetRawText(), Json.Of(second with { Explanation = null }).GetRawText());
    }

    [Fact]
    public async Task Graph_above_the_budget_is_answered_by_SQL_which_says_so()
    {
        // A graph of its own: what it needs is told from what was met of it, and others hold all sorts of details.
        await new TenantAdmin(fixture.Database.ConnectionString).CreateAsync("above");
        var own = await fixture.Engine.ForAsync("above");
        var hub = fixture.Unique("big/");
        await own.BulkAsync(Enumerable.Range(0, 80_000).Select(i => (Mutation)new Relate(hub, "HAS", $"{hub}/{i}")).ToAsyncEnumerable());
        await own.Entities.CreateAsync("person", Json.Of("{}"), hub);
        await using var engine = await fixture.OpenAsync(options => options.MemoryBudget = 1 << 20);
        var db = await engine.ForAsync("above");
        var answer = await db.Graph.NetworkAsync(hub, new Traversal { Explain = true, Depth = 1 });
        for (var i = 0; i < 100 && answer.Explanation!.Why == "it is being loaded"; i++)
        {
            answer = await db.Graph.NetworkAsync(hub, new Traversal { Explain = true, Depth = 1 });
        }

        Assert.Equal("sql", answer.Explanation!.Source);
        Assert.Contains("1.0 MB are allowed", answer.Explanation.Why!, StringComparison.Ordinal);
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.PageRank }));
        Assert.Equal(ErrorCodes.TooLargeForMemory, failure.Code);
        Assert.False(failure.IsTransient);
        var status = Assert.Single(db.InMemory);
        Assert.Equal((MemoryState.BySql, 1 << 20), (status.State, status.Budget));
        Assert.InRange(status.Need!.Value / (double)await FreshSizeAsync("above"), 0.8, 1.25);

        // While others hold the log back, what it has is brought again and makes it larger: both are asked until it stands still.
        await Until.ExpectedAsync(
            async () => (await own.Graph.VerifyAsync()).Bytes,
            size => new MemoryStatus("graph", MemoryState.Loaded, own.Memory.Host.Budget.Bytes, size) == Assert.Single(own.InMemory),
            TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Need_of_a_graph_above_the_budget_is_told_right_when_its_relations_are_of_all_sorts()
    {
        await new TenantAdmin(fixture.Database.ConnectionString).CreateAsync("sorts");
        var own = await fixture.Engine.ForAsync("sorts");

        // What comes first is plain; what is met before the budget is full says nothing about the rest, and the other way round.
        await own.BulkAsync(Enumerable.Range(0, 60_000).Select(i => (Mutation)new CreateEntity("node", Json.Of("{}")) { Id = $"n{i}" }).ToAsyncEnumerable());
        await own.BulkAsync(Enumerable.Range(0, 60_000).Select(i => (Mutation)new Relate($"n{i}", "UP", $"n{i / 2}")).ToAsyncEnumerable());
        await own.BulkAsync(Enumerable.Range(0, 30_000).Select(i => (Mutation)new Relate($"n{i}", "HAS", $"n{i + 1}") { Weight = 2 + i, Key = $"key/{i}" }).ToAsyncEnumerable());
        await using var engine = await fixture.OpenAsync(options => options.MemoryBudget = 3 << 20);
        var db = await engine.ForAsync("sorts");
        await Assert.ThrowsAsync<ThreeDbException>(() => db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.PageRank }));
        Assert.InRange(Assert.Single(db.InMemory).Need!.Value / (double)await FreshSizeAsync("sorts"), 1, 1.1);
    }

    [Fact]
    public async Task Graph_that_was_not_used_for_the_longest_time_makes_room()
    {
        WalkMemory.Forget(); // What walks of other tests have left counts as well.
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        await fixture.Other.BulkAsync(Enumerable.Range(0, 20_000).Select(i => (Mutation)new Relate($"a{i}", "HAS", $"b{i}")).ToAsyncEnumerable());
        var (size, own) = (await FreshSizeAsync("other"), await FreshSizeAsync("default"));
        await using var engine = await fixture.OpenAsync(options => options.MemoryBudget = Math.Max(1 << 20, Math.Max(size, own) + (Math.Min(size, own) / 2)));
        var (one, other) = (await engine.ForAsync(), await engine.ForAsync("other"));
        for (var i = 0; i < 3; i++)
        {
            await UseAsync(one);
            await UseAsync(other);
            Assert.InRange(one.Memory.Host.Budget.Used, 1, one.Memory.Host.Budget.Bytes);
        }
    }

    [Fact]
    public async Task Comparison_takes_its_memory_of_the_budget_or_says_what_it_needs()
    {
        var hub = fixture.Unique("twice/");
        await fixture.Other.BulkAsync(Enumerable.Range(0, 60_000).Select(i => (Mutation)new Relate(hub, "HAS", $"{hub}/{i}")).ToAsyncEnumerable());
        var size = await FreshSizeAsync("other");
        Assert.True(size > 1 << 20);
        await using var small = await fixture.OpenAsync(options => options.MemoryBudget = size + (size / 2));
        var db = await small.ForAsync("other");
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => db.Graph.VerifyAsync());
        Assert.Equal(ErrorCodes.AnalysisTooLarge, failure.Code);
        var loaded = Assert.Single(db.InMemory);
        Assert.Equal(MemoryState.Loaded, loaded.State);
        Assert.Contains($"{2 * loaded.Bytes / 1048576.0:N1} MB in all, and {loaded.Budget / 1048576.0:N1} MB are allowed", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, db.Memory.Host.Budget.Reserved);

        await using var large = await fixture.OpenAsync(options => options.MemoryBudget = (2 * size) + 1);
        Assert.True((await (await large.ForAsync("other")).Graph.VerifyAsync()).Equal);
    }

    [Fact]
    public async Task Algorithm_takes_its_memory_of_the_budget_or_says_what_it_needs()
    {
        const int Entities = 20_000;
        WalkMemory.Forget(); // What walks of other tests have left counts as well.
        var type = fixture.Unique("node");
        await fixture.Other.BulkAsync(Enumerable.Range(0, Entities).Select(i => (Mutation)new CreateEntity(type, Json.Of("{}")) { Id = $"{type}/{i}" }).ToAsyncEnumerable());
        await fixture.Other.BulkAsync(Enumerable.Range(1, Entities - 1).Select(i => (Mutation)new Relate($"{type}/{i}", "UP", $"{type}/{i / 2}")).ToAsyncEnumerable());
        var size = (await fixture.Other.Graph.VerifyAsync()).Bytes;
        await using var engine = await fixture.OpenAsync(options => options.MemoryBudget = size + (3 << 20));
        var db = await engine.ForAsync("other");
        var budget = db.Memory.Host.Budget;
        var on = new GraphSelection { Types = [type] };
        Assert.Equal(Entities, (await db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Degree, On = on })).Entities);
        Assert.InRange(budget.Used, 1, budget.Bytes);
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Betweenness, On = on }));
        Assert.Equal(ErrorCodes.AnalysisTooLarge, failure.Code);
        Assert.Contains($"{budget.Bytes / 1048576.0:N1} MB are allowed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("THREEDB_MEMORY", failure.Hint, StringComparison.Ordinal);

        // The graph is there still, and answers.
        Assert.Equal("memory", (await db.Graph.NetworkAsync($"{type}/1", new Traversal { Explain = true, Depth = 1 })).Explanation!.Source);
        Assert.True(budget.Used <= budget.Bytes);

        // What is remembered counts, and goes when work needs its place.
        var (graph, _) = await db.Memory.Host.VerifyAsync(db.Session.TenantId, "other", TimeSpan.FromSeconds(30), default);
        var view = graph.Current;
        var remembered = db.Memory.Subgraphs.Make(view, SubgraphSelection.All);
        Assert.True(budget.Used >= graph.Bytes + remembered.Bytes);
        using (budget.Reserve(budget.Bytes - graph.Bytes - 1))
        {
            Assert.NotSame(remembered, db.Memory.Subgraphs.Make(view, SubgraphSelection.All));
        }
    }

    [Fact]
    public async Task Subgraph_is_not_made_where_it_would_not_fit_and_a_small_part_of_a_large_graph_is()
    {
        const int Entities = 60_000;
        await new TenantAdmin(fixture.Database.ConnectionString).CreateAsync("parts");
        var own = await fixture.Engine.ForAsync("parts");
        await own.BulkAsync(Enumerable.Range(0, Entities).Select(i => (Mutation)new CreateEntity(i < 10 ? "few" : "many", Json.Of("{}")) { Id = $"n{i}" }).ToAsyncEnumerable());
        await own.BulkAsync(Enumerable.Range(1, Entities - 1).Select(i => (Mutation)new Relate($"n{i}", "UP", $"n{i / 2}")).ToAsyncEnumerable());
        await using var engine = await fixture.OpenAsync(options => options.MemoryBudget = 5 << 20);
        var db = await engine.ForAsync("parts");
        var budget = db.Memory.Host.Budget;
        var failure = await Assert.ThrowsAsync<ThreeDbException>(() => db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Louvain }));
        Assert.Equal(ErrorCodes.AnalysisTooLarge, failure.Code);
        Assert.Contains($"{Entities:N0} entities and {Entities - 1:N0} relations", failure.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (db.Memory.Subgraphs.Bytes, budget.Reserved));
        var few = await db.Graph.AnalyzeAsync(new AnalysisRequest { Algorithm = GraphAlgorithm.Louvain, On = new GraphSelection { Types = ["few"] } });
        Assert.Equal((10, 9), (few.Entities, few.Relations));
        Assert.Equal(0, budget.Reserved);
        await Assert.ThrowsAsync<ThreeDbException>(() => db.Graph.SuggestAsync("n1"));
        Assert.NotEmpty(await db.Graph.SuggestAsync("n1", new SuggestionOptions { On = new GraphSelection { Types = ["few"] } }));
        Assert.Equal(MemoryState.Loaded, Assert.Single(db.InMemory).State);
    }

    [Fact]
    public async Task Difference_is_found_and_the_graph_loaded_anew()
    {
        var id = fixture.Unique("differs/");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), id);
        Assert.True((await fixture.LoadAsync()).Equal);
        var (graph, _) = await fixture.Db.Memory.Host.VerifyAsync(fixture.Db.Session.TenantId, "default", TimeSpan.FromSeconds(10), default);
        var seq = graph.Current.Find(id);
        graph.Apply(new SourceRows([new SourceEntity { Seq = seq, Id = id, IsLive = false, Version = 2 }], []));
        var found = await fixture.LoadAsync();
        Assert.Equal((false, 1), (found.Equal, found.Differences));
        Assert.Equal([$"{seq}"], found.Examples);
        Assert.True((await fixture.LoadAsync()).Equal);
    }

    [Fact]
    public async Task More_differences_than_can_be_pending_are_found_and_the_graph_loaded_anew()
    {
        const int Many = 100_001;
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique("many/"));
        Assert.True((await fixture.LoadAsync()).Equal);
        var (graph, _) = await fixture.Db.Memory.Host.VerifyAsync(fixture.Db.Session.TenantId, "default", TimeSpan.FromSeconds(10), default);
        var from = graph.Current.SeqEnd;
        graph.Apply(new SourceRows([.. Enumerable.Range(0, Many).Select(i => new SourceEntity { Seq = from + i, Id = $"nobody/{i}", IsLive = true, Type = "person", Version = 1 })], []));
        var found = await fixture.LoadAsync();
        Assert.Equal((false, Many), (found.Equal, found.Differences));
        Assert.Contains($"{from}", found.Examples);
        Assert.True((await fixture.LoadAsync()).Equal);
    }

    [Fact]
    public async Task Graph_that_fell_far_behind_is_loaded_anew()
    {
        var hub = fixture.Unique("far/");
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), hub);
        await fixture.LoadAsync();
        await fixture.Db.BulkAsync(Enumerable.Range(0, 20_000).Select(i => (Mutation)new Relate(hub, "HAS", $"{hub}/{i % 15_000}") { Weight = i }).ToAsyncEnumerable());
        Assert.Equal(0, (await fixture.Db.Graph.ReachAsync(hub, new ReachOptions { Depth = 1 })).Total);
        Assert.True((await fixture.LoadAsync()).Equal);
    }

    [Fact]
    public async Task Graph_is_equal_again_after_PostgreSQL_was_killed_under_writes()
    {
        await using var cluster = await TestCluster.CreateAsync(isDurable: true);
        await TestPostgres.RunAsync(cluster.ConnectionString, "create database source");
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Database = "source" }.ConnectionString;
        await TestDatabase.MigrateAsync(connection);
        var options = new ThreeDbOptions { ConnectionString = connection, Migrate = false, RunProjections = false };
        await using var engine = await ThreeDbEngine.OpenAsync(options);
        await using var other = await ThreeDbEngine.OpenAsync(options);
        var (db, elsewhere) = (await engine.ForAsync(), await other.ForAsync());
        await db.Entities.CreateAsync("person", Json.Of("{}"), "hub");
        Assert.True((await db.Graph.VerifyAsync()).Equal);
        var acknowledged = 0;
        for (var kill = 0; kill < 3; kill++)
        {
            var writing = Task.Run(async () =>
            {
                for (var i = 0; i < 60; i++)
                {
                    try
                    {
                        await (i % 2 == 0 ? db : elsewhere).WriteAsync([new CreateEntity("person", Json.Of("{}")), new Relate("hub", "KNOWS", $"{kill}/{i}")]);
                        Interlocked.Increment(ref acknowledged);
                    }
                    catch (ThreeDbException e) when (e.IsTransient)
                    {
                        // PostgreSQL was away: whether it was written is not known.
                    }
                }
            });
            await cluster.KillAsync();
            await writing;
        }

        var verification = await db.Graph.VerifyAsync();
        Assert.True(verification.Equal, string.Join(", ", verification.Examples));
        Assert.True(verification.Relations >= acknowledged && acknowledged > 0);
    }

    // As a question that only memory answers, and that takes nothing beside the graph.
    private static async Task UseAsync(TenantDb db) =>
        Assert.NotNull((await db.Memory.Host.UseAsync(db.Session.TenantId, db.Session.Tenant, new StructureDemand(null, TimeSpan.FromSeconds(30), IsOnly: true), default)).Structure);

    // As it is when it is loaded: one that has followed changes is larger. So is one that was loaded while others held the log back: what it has is brought again.
    private async Task<long> FreshSizeAsync(string tenant)
    {
        var source = await fixture.Engine.Store.Sync.SourceAsync((await fixture.Engine.ForAsync(tenant)).Session.TenantId, default);
        var newest = await source.NewestAsync(default);
        while (LogPoint.Below((await source.FrontierAsync(newest, default)).Frontier) < newest)
        {
        }

        await using var fresh = await fixture.OpenAsync(_ => { });
        return (await (await fresh.ForAsync(tenant)).Graph.VerifyAsync()).Bytes;
    }
}
