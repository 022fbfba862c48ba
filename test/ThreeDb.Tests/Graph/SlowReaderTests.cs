using ThreeDb.Testing;

namespace ThreeDb.Tests;

/// <summary>What somebody reads slowly holds the memory that it takes, and not that of finding it.</summary>
public sealed class SlowReaderTests(GraphFixture fixture) : IClassFixture<GraphFixture>
{
    private const int BytesPerScore = 12;

    [Fact]
    public async Task Scores_that_are_read_hold_their_own_memory_until_they_are_read()
    {
        await fixture.RandomAsync(400, 1_000, new Random(1));
        await using var engine = await fixture.OpenAsync();
        var db = await engine.ForAsync();
        var budget = db.Memory.Host.Budget;
        var request = new AnalysisRequest { Algorithm = GraphAlgorithm.Louvain };
        var whole = await db.Graph.AnalyzeAsync(request);
        Assert.Equal(0, budget.Reserved);
        await using (var scores = db.Graph.ScoresAsync(request).GetAsyncEnumerator())
        {
            Assert.True(await scores.MoveNextAsync());
            Assert.Equal(BytesPerScore * (long)whole.Entities, budget.Reserved);
        }

        Assert.Equal(0, budget.Reserved);
    }

    [Fact]
    public async Task Order_that_is_read_holds_its_own_memory_until_it_is_read()
    {
        var first = fixture.Unique("first/");
        await fixture.Db.WriteAsync([new CreateEntity("person", Json.Of("{}")) { Id = first }, new CreateEntity("person", Json.Of("{}")) { Id = first + "next" }, new Relate(first, "BEFORE", first + "next")]);
        await using var engine = await fixture.OpenAsync();
        var db = await engine.ForAsync();
        var budget = db.Memory.Host.Budget;
        var options = new OrderOptions { Via = ["BEFORE"] };
        await using (var order = db.Graph.WholeOrderAsync(options).GetAsyncEnumerator())
        {
            Assert.True(await order.MoveNextAsync());
            Assert.Equal(2 * sizeof(int), budget.Reserved);
        }

        Assert.Equal(0, budget.Reserved);
        Assert.Equal(2, (await db.Graph.OrderAsync(options)).Total);
        Assert.Equal(0, budget.Reserved);
    }

    [Fact]
    public async Task Order_that_does_not_fit_beside_the_graph_is_refused()
    {
        var own = fixture.Other;
        await own.BulkAsync(Enumerable.Range(0, 50_000).Select(i => (Mutation)new CreateEntity("person", Json.Of("{}")) { Id = $"p{i}" }).ToAsyncEnumerable());
        var size = (await own.Graph.VerifyAsync()).Bytes;
        await using var engine = await fixture.OpenAsync(options => options.MemoryBudget = size + (size / 2));
        var db = await engine.ForAsync("other");
        var failure = await Assert.ThrowsAsync<ThreeDbException>(async () => await db.Graph.WholeOrderAsync(new OrderOptions { Via = ["BEFORE"] }).CountAsync());
        Assert.Equal(ErrorCodes.AnalysisTooLarge, failure.Code);

        // Its beginning is found no other way.
        var beginning = await Assert.ThrowsAsync<ThreeDbException>(() => db.Graph.OrderAsync(new OrderOptions { Via = ["BEFORE"], Limit = 1 }));
        Assert.Equal((ErrorCodes.AnalysisTooLarge, failure.Message), (beginning.Code, beginning.Message));
        Assert.Equal(0, db.Memory.Host.Budget.Reserved);
    }
}
