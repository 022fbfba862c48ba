namespace ThreeDb.Cli.Tests.Commands;

public sealed class HistoryVerbTests(CliFixture cli) : IClassFixture<CliFixture>
{
    [Fact]
    public async Task Versions_are_listed_shown_compared_and_restored()
    {
        var id = cli.Unique();
        await cli.RunAsync("put", id, "--type", "note", "--data", """{"a": 1}""");
        await cli.RunAsync("put", id, "--type", "note", "--data", """{"a": 2}""");

        var items = (await cli.RunAsync("history", id, "--json")).Payload.GetProperty("items");
        Assert.Equal([2, 1], items.EnumerateArray().Select(item => item.GetProperty("version").GetInt32()));
        Assert.Equal("""{"a":1}""", (await cli.RunAsync("history", id, "--version", "1", "--json")).Payload.GetProperty("data").GetRawText());
        Assert.Equal("/a", (await cli.RunAsync("history", id, "--diff", "1", "2", "--json")).Payload[0].GetProperty("path").GetString());

        var at = items[1].GetProperty("at").GetString()!;
        Assert.Equal(1, (await cli.RunAsync("get", id, "--as-of", at, "--json")).Payload.GetProperty("version").GetInt32());
        Assert.Equal("TDB2007", (await cli.RunAsync("get", id, "--as-of", "2001-01-01", "--json")).Failure.GetProperty("code").GetString());

        Assert.Equal(3, (await cli.RunAsync("history", "restore", id, "1", "--json")).Payload.GetProperty("entity").GetProperty("version").GetInt32());
        Assert.Equal("""{"a":1}""", (await cli.RunAsync("get", id, "--json")).Payload.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Deleted_entity_comes_back()
    {
        var id = cli.Unique();
        await cli.RunAsync("put", id, "--type", "note", "--data", "{}");
        var deleted = await cli.RunAsync("delete", id);
        Assert.Contains($"history restore {id}", deleted.Error, StringComparison.Ordinal);

        Assert.Equal("TDB2003", (await cli.RunAsync("history", "restore", id, "--if-match", "1", "--json")).Failure.GetProperty("code").GetString());
        string[] restore = ["history", "restore", id, "--if-match", "2", "--idempotency-key", cli.Unique("key")];
        Assert.Equal(0, (await cli.RunAsync(restore)).ExitCode);
        Assert.Equal($"Restored {id}, as version 3.", (await cli.RunAsync(restore)).Output.Trim());

        Assert.Equal(3, (await cli.RunAsync("get", id, "--json")).Payload.GetProperty("version").GetInt32());
    }
}
