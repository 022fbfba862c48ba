namespace ThreeDb.Cli.Tests.Commands;

/// <summary><c>--at-least</c>: every verb that reads can demand a position, and no other takes one.</summary>
public sealed class AtLeastTests(CliFixture cli) : IClassFixture<CliFixture>
{
    // A text of the right form that the server never gave out.
    private const string Foreign = "AAAAAAAAAAAAAAAAAAAAAA";

    public static TheoryData<string> Reads =>
    [
        "get ID", "list", "history ID", "relations ID", "graph neighbors ID", "graph network ID", "graph path ID ID", "graph impact ID",
        "search words", "similar ID", "query {}", "type list", "type get doc", "export", "sync query p RETURN",
    ];

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Read_of_a_position_of_another_database_has_exit_code_six(string verb)
    {
        var id = cli.Unique();
        await cli.RunAsync("put", id, "--type", "doc", "--data", """{"text": "words"}""");
        string[] words = [.. verb.Split(' ').Select(word => word == "ID" ? id : word)];
        var refused = await cli.RunAsync([.. words, "--at-least", Foreign, "--json"]);
        Assert.Equal((6, "TDB2011"), (refused.ExitCode, refused.Failure.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Every_write_prints_a_position_that_reads_take()
    {
        var id = cli.Unique();
        string[][] writes =
        [
            ["put", id, "--type", "doc", "--data", "{}"], ["relate", id, "KNOWS", "somebody"], ["unrelate", id, "KNOWS", "somebody"],
            ["delete", id], ["history", "restore", id], ["import", cli.Write("one.ndjson", """{"op":"put","type":"doc","id":"imported","data":{}}""" + "\n")],
        ];
        foreach (var write in writes)
        {
            var position = (await cli.RunAsync([.. write, "--json"])).Payload.GetProperty("position").GetString()!;
            Assert.Equal(22, position.Length);
            Assert.Equal(0, (await cli.RunAsync("list", "--at-least", position, "--at-least-wait", "0")).ExitCode);
        }
    }

    [Theory]
    [InlineData("put", "x", "--type", "doc", "--data", "{}", "--at-least", Foreign)]
    [InlineData("list", "--at-least-wait", "3")]
    [InlineData("list", "--at-least", Foreign, "--at-least-wait", "61")]
    public async Task Option_that_means_nothing_is_a_fault_of_usage(params string[] words) => Assert.Equal(2, (await cli.RunAsync(words)).ExitCode);

    [Fact]
    public async Task Text_that_is_no_position_has_exit_code_seven() => Assert.Equal(7, (await cli.RunAsync("list", "--at-least", "yesterday")).ExitCode);
}
