using ThreeDb.Graphs;
using ThreeDb.Testing;

namespace ThreeDb.Tests;

/// <summary>What <c>threedb.memory.*</c> counts and shows.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class MemoryMetricTests(GraphFixture fixture) : IClassFixture<GraphFixture>
{
    private static readonly AnalysisRequest Rank = new() { Algorithm = GraphAlgorithm.PageRank };

    [Fact]
    public async Task Fallbacks_say_why_and_whether_the_read_was_refused()
    {
        using var metrics = new MemoryMetrics();
        var hub = fixture.Unique("big/");
        await fixture.Db.BulkAsync(Enumerable.Range(0, 80_000).Select(i => (Mutation)new Relate(hub, "HAS", $"{hub}/{i}")).ToAsyncEnumerable());
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), hub);
        await using var engine = await fixture.OpenAsync(options => options.MemoryBudget = 1 << 20);
        var db = await engine.ForAsync();
        await Assert.ThrowsAsync<ThreeDbException>(() => db.Graph.AnalyzeAsync(Rank));
        Assert.Equal(1, metrics["threedb.memory.fallbacks", "kind=graph,outcome=refused,tenant=default,why=tooLarge"]);
        await db.Graph.ReachAsync(hub);
        await db.QueryAsync(new Query { Graph = new GraphLeg { From = hub } });
        Assert.Equal(2, metrics["threedb.memory.fallbacks", "kind=graph,outcome=sql,tenant=default,why=tooLarge"]);
        Assert.Equal(1, metrics["threedb.memory.fallbacks", "kind=graph,outcome=refused,tenant=default,why=tooLarge"]);
    }

    [Fact]
    public async Task Read_during_the_load_falls_back_because_of_it()
    {
        using var metrics = new MemoryMetrics();
        var id = fixture.Unique();
        await fixture.Other.Entities.CreateAsync("person", Json.Of("{}"), id);

        // So much that it is not loaded at once.
        await fixture.Other.BulkAsync(Enumerable.Range(0, 20_000).Select(i => (Mutation)new Relate(id, "HAS", $"{id}/{i}")).ToAsyncEnumerable());
        await using var engine = await fixture.OpenAsync();
        var db = await engine.ForAsync("other");
        await db.QueryAsync(new Query { Graph = new GraphLeg { From = id } });
        Assert.Equal(1, metrics["threedb.memory.fallbacks", "kind=graph,outcome=sql,tenant=other,why=loading"]);
    }

    [Fact]
    public async Task Gauges_show_the_budget_and_what_takes_of_it()
    {
        var engine = await fixture.OpenAsync(options => options.MemoryBudget = 1_234_567_890);
        var db = await engine.ForAsync();
        await fixture.RandomAsync(20, 40, new Random(3));
        using var metrics = new MemoryMetrics();
        var loads = metrics["threedb.memory.loads", "kind=graph,tenant=default"];
        await db.Graph.AnalyzeAsync(Rank);
        Assert.Equal(loads + 1, metrics["threedb.memory.loads", "kind=graph,tenant=default"]);
        Assert.True(metrics["threedb.memory.load.duration", "kind=graph,tenant=default"] > 0);
        metrics.Look();
        var (graph, spare, reserved) = (metrics["threedb.memory.size", "kind=graph,tenant=default"], metrics["threedb.memory.spare", ""], metrics["threedb.memory.reserved", ""]);
        Assert.True(metrics["threedb.memory.budget", ""] >= 1_234_567_890);
        Assert.True(graph >= Assert.Single(db.InMemory).Bytes);
        Assert.True(spare >= db.Memory.Host.Budget.UsedBySpare && db.Memory.Host.Budget.UsedBySpare > 0);
        using (db.Memory.Host.Budget.Reserve(1_000_000))
        {
            metrics.Look();
            Assert.Equal(reserved + 1_000_000, metrics["threedb.memory.reserved", ""]);
        }

        var budgets = metrics["threedb.memory.budget", ""];
        await engine.DisposeAsync();
        metrics.Look();
        Assert.Equal(budgets - 1_234_567_890, metrics["threedb.memory.budget", ""]);
    }

    [Fact]
    public async Task Graph_that_is_given_up_is_counted()
    {
        using var metrics = new MemoryMetrics();
        await fixture.Db.Entities.CreateAsync("person", Json.Of("{}"), fixture.Unique());
        var engine = await fixture.OpenAsync();
        var db = await engine.ForAsync();
        await db.Graph.AnalyzeAsync(Rank);
        var before = metrics["threedb.memory.evictions", "kind=graph,tenant=default"];
        await engine.DisposeAsync();
        Assert.Equal(before + 1, metrics["threedb.memory.evictions", "kind=graph,tenant=default"]);
    }
}
