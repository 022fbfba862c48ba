namespace ThreeDb.Cli.Tests.CommandLine;

public sealed class ExitCodeTests(CliFixture cli) : IClassFixture<CliFixture>
{
    [Theory]
    [InlineData("TDB6001", 2)]
    [InlineData("TDB3001", 3)]
    [InlineData("TDB3002", 3)]
    [InlineData("TDB3003", 4)]
    [InlineData("TDB2001", 5)]
    [InlineData("TDB2007", 5)]
    [InlineData("TDB2002", 6)]
    [InlineData("TDB2003", 6)]
    [InlineData("TDB1001", 7)]
    [InlineData("TDB1014", 7)]
    [InlineData("TDB1003", 7)]
    [InlineData("TDB4001", 9)]
    [InlineData("TDB6002", 9)]
    [InlineData("TDB4007", 10)]
    [InlineData("TDB5010", 10)]
    [InlineData("TDB4009", 1)]
    [InlineData("TDB5001", 1)]
    public void Code_has_its_documented_exit_code(string code, int exit) => Assert.Equal(exit, ExitCodes.Of(ErrorCodes.Find(code)!));

    [Theory]
    [InlineData(2, "TDB6001", "gte", "x")]
    [InlineData(2, "TDB6001", "get")]
    [InlineData(2, "TDB6001", "list", "--limit", "0")]
    [InlineData(2, "TDB6001", "list", "--limit", "many")]
    [InlineData(2, "TDB6001", "delete", "a", "b")]
    [InlineData(2, "TDB6001", "graph")]
    [InlineData(2, "TDB6001", "tenant", "list", "--url", "http://127.0.0.1:1")]
    [InlineData(2, "TDB6001", "up", "--url", "http://127.0.0.1:1")]
    [InlineData(2, "TDB6001", "migrate", "status", "--key-file", "nowhere")]
    [InlineData(2, "TDB6001", "history", "one", "restore", "other", "1")]
    [InlineData(2, "TDB6001", "history", "--version", "1", "restore", "other")]
    [InlineData(2, "TDB6001", "migrate", "--dry-run", "status")]
    [InlineData(5, "TDB2001", "get", "nobody")]
    [InlineData(5, "TDB2001", "get", "nobody", "nowhere")]
    [InlineData(5, "TDB2008", "type", "get", "nothing")]
    [InlineData(7, "TDB1001", "query", "{")]
    [InlineData(7, "TDB1010", "query", "{\"form\": \"book\"}")]
    [InlineData(7, "TDB1011", "list", "--where", "nonsense")]
    [InlineData(7, "TDB1012", "list", "--after", "nonsense")]
    [InlineData(9, "TDB6002", "get", "x", "--url", "http://127.0.0.1:1")]
    [InlineData(1, "TDB6003", "get", "x", "--url", "nonsense")]
    [InlineData(1, "TDB6004", "import", "nowhere.ndjson")]
    public async Task Failure_leaves_stdout_empty_and_says_its_code(int exit, string code, params string[] words)
    {
        var quiet = await cli.RunAsync([.. words, "--json"]);
        Assert.Equal(code, quiet.Failure.GetProperty("code").GetString());
        Assert.Equal(exit, quiet.ExitCode);

        var spoken = await cli.RunAsync(words);
        Assert.Equal((exit, ""), (spoken.ExitCode, spoken.Output));
        Assert.StartsWith($"error {code}: ", spoken.Error);
    }

    [Fact]
    public async Task Interrupted_call_ends_with_130()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var shell = new Shell { Output = output, Error = error, Input = Stream.Null, Variable = _ => null };

        Assert.Equal(130, await CommandLineApp.RunAsync(["get", "x", "--url", cli.Url.ToString()], shell, stopped.Token));
        Assert.Equal(0, output.Length);
    }
}
