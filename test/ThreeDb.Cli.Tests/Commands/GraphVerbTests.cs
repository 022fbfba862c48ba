namespace ThreeDb.Cli.Tests.Commands;

public sealed class GraphVerbTests(CliFixture cli) : IClassFixture<CliFixture>, IAsyncLifetime
{
    [Fact]
    public async Task Walks_answer_about_the_relations()
    {
        Assert.Equal("b", Assert.Single((await cli.RunAsync("graph", "neighbors", "a", "--json")).Payload.GetProperty("items").EnumerateArray()).GetProperty("node").GetProperty("id").GetString());
        Assert.Equal(3, (await cli.RunAsync("graph", "network", "a", "--depth", "2", "--json")).Payload.GetProperty("nodes").GetArrayLength());
        Assert.Equal(2, (await cli.RunAsync("graph", "path", "a", "c", "--json")).Payload.GetProperty("path").GetProperty("length").GetInt32());
        Assert.Equal(2, (await cli.RunAsync("graph", "impact", "c", "--via", "NEEDS", "--json")).Payload.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task No_path_is_no_failure()
    {
        Assert.Equal("{}", (await cli.RunAsync("graph", "path", "c", "a", "--direction", "out", "--json")).Payload.GetRawText());
        Assert.Contains("no path", (await cli.RunAsync("graph", "path", "c", "a", "--direction", "out")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Relations_carry_all_that_was_given_and_are_removed()
    {
        var made = (await cli.RunAsync("relate", "a", "LIKES", "c", "--key", "k", "--weight", "2.5", "--data", """{"x": 1}""", "--from", "2026-01-01", "--to", "2027-01-01", "--json")).Payload;
        Assert.Equal("created", made.GetProperty("outcome").GetString());

        var relation = Assert.Single((await cli.RunAsync("relations", "a", "--type", "LIKES", "--json")).Payload.GetProperty("items").EnumerateArray());
        Assert.Equal(("k", 2.5, "2026-01-01T00:00:00Z"), (relation.GetProperty("key").GetString(), relation.GetProperty("weight").GetDouble(), relation.GetProperty("validFrom").GetString()));
        Assert.Equal(3, (await cli.RunAsync("relations", "--all", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        Assert.Equal("deleted", (await cli.RunAsync("unrelate", "a", "LIKES", "c", "--key", "k", "--json")).Payload.GetProperty("outcome").GetString());
        Assert.Equal("unchanged", (await cli.RunAsync("unrelate", "a", "LIKES", "c", "--key", "k", "--json")).Payload.GetProperty("outcome").GetString());

        await cli.RunAsync("relate", "a", "LIKES", "c", "--key", "other", "--json");
        var without = await cli.RunAsync("unrelate", "a", "LIKES", "c");
        Assert.Contains("There is one with the key 'other': add --key other", without.Output + without.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await cli.RunAsync("unrelate", "a", "LIKES", "c", "--key", "other")).ExitCode);
    }

    [Fact]
    public async Task People_see_tables()
    {
        foreach (var (words, expected) in new (string[], string)[]
        {
            (["graph", "neighbors", "b"], "← NEEDS"), (["graph", "network", "a"], "DEGREE"), (["graph", "path", "a", "c"], "NEEDS →"),
            (["graph", "impact", "c"], "2 entities depend on it"), (["relations", "a"], "NEEDS"),
        })
        {
            Assert.Contains(expected, (await cli.RunAsync(words)).Output, StringComparison.Ordinal);
        }
    }

    public async ValueTask InitializeAsync()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            await cli.RunAsync("put", id, "--type", "part", "--data", "{}");
        }

        await cli.RunAsync("relate", "a", "NEEDS", "b");
        await cli.RunAsync("relate", "b", "NEEDS", "c");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
