namespace ThreeDb.Tests;

/// <summary>Scores that somebody reads slowly hold the memory that they take, and not that of the run.</summary>
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
}
