namespace ThreeDb.Cli.Tests.CommandLine;

public sealed class UsageTests(CliFixture cli) : IClassFixture<CliFixture>
{
    [Theory]
    [InlineData("did you mean 'status'?", "statsu")]
    [InlineData("did you mean '--limit'?", "list", "--limt", "3")]
    [InlineData("did you mean 'network'?", "graph", "netwrok", "x")]
    [InlineData("did you mean '--json'?", "list", "--jsno")]
    [InlineData("none of read, write, admin", "key", "create", "--scope", "all")]
    [InlineData("'x' is not a whole number", "up", "--port", "x")]
    [InlineData("needs a command: neighbors, network, impact, reach, path, paths, reachable, common", "graph")]
    public async Task Wrong_words_are_answered_with_the_right_ones(string expected, params string[] words)
    {
        var answer = await cli.RunAsync(words);

        Assert.Equal(ExitCodes.Usage, answer.ExitCode);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_every_command_is_printed()
    {
        foreach (var words in Paths(Verbs.Root(), []))
        {
            var answer = await cli.RunAsync([.. words, "--help"]);

            Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
            Assert.Contains("Usage:", answer.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_words_print_the_help() => Assert.Contains("Usage:", (await cli.RunAsync()).Output, StringComparison.Ordinal);

    [Fact]
    public void Secret_is_never_an_option() => Assert.DoesNotContain(
        Paths(Verbs.Root(), []).SelectMany(words => Verbs.Root().Parse(words).CommandResult.Command.Options),
        option => option.Name is "--key-value" or "--api-key" or "--password" or "--token" or "--secret");

    private static IEnumerable<string[]> Paths(System.CommandLine.Command command, string[] path)
    {
        yield return path;
        foreach (var child in command.Subcommands.SelectMany(child => Paths(child, [.. path, child.Name])))
        {
            yield return child;
        }
    }
}
