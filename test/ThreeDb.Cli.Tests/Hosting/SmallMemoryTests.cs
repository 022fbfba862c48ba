namespace ThreeDb.Cli.Tests.Hosting;

/// <summary>A server whose memory is too small for the graph says so where one looks.</summary>
public sealed class SmallMemoryTests(SmallMemoryFixture cli) : IClassFixture<SmallMemoryFixture>
{
    [Fact]
    public async Task Graph_over_the_budget_is_seen_with_the_remedy()
    {
        await cli.Db.BulkAsync(Enumerable.Range(1, 60_000).Select(i => (Mutation)new Relate($"n{i}", "UP", $"n{i / 2}")).ToAsyncEnumerable());
        Assert.Contains("not in memory yet; 1.05 MB allowed", (await cli.RunAsync("status")).Output, StringComparison.Ordinal);

        var refused = await cli.RunAsync("graph", "rank");
        Assert.Equal((7, ""), (refused.ExitCode, refused.Output));
        Assert.Matches("The graph does not fit into memory: it needs about [0-9.]+ MB, and 1.0 MB are allowed", refused.Error);

        var status = await cli.RunAsync("status");
        Assert.Matches("Graph +by SQL: it needs about [0-9.]+ MB of 1.05 MB allowed", status.Output);
        Assert.Matches("The graph of the tenant 'default' is answered by SQL: it needs about .* Run '3db down', then 'THREEDB_MEMORY=[0-9]+M 3db up'", status.Error);
        var doctor = (await cli.RunAsync("doctor")).Output;
        Assert.Matches("warn +graph +of the tenant 'default', by SQL: it needs about [0-9.]+ MB of 1.05 MB allowed", doctor);
        Assert.Contains("→ Run '3db down', then 'THREEDB_MEMORY=", doctor, StringComparison.Ordinal);
    }
}

/// <summary>A server that may take 1 MiB for graphs.</summary>
public sealed class SmallMemoryFixture : CliFixture
{
    protected override long? MemoryBudget => 1 << 20;
}
