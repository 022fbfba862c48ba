namespace ThreeDb.Cli.Tests.CommandLine;

public sealed class OutputTests(CliFixture cli) : IClassFixture<CliFixture>
{
    private const char Escape = '\e';

    [Fact]
    public async Task Colours_need_a_terminal()
    {
        var id = cli.Unique();
        await cli.RunAsync("put", id, "--type", "note", "--data", "{}");

        Assert.Contains(Escape, (await cli.RunAsync("", ["get", id], isTerminal: true)).Output);
        Assert.DoesNotContain(Escape, (await cli.RunAsync("get", id)).Output);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    [InlineData("UNUSED", "1", "--no-color")]
    [InlineData("UNUSED", "1", "--json")]
    public async Task Colours_can_be_turned_off(string variable, string value, params string[] flags)
    {
        foreach (var words in new string[][] { ["list"], ["get", "nobody"], ["nonsense"], ["history", "nobody"] })
        {
            var answer = await cli.RunAsync("", [.. words, .. flags], new() { [variable] = value }, isTerminal: true);

            Assert.DoesNotContain(Escape, answer.Output + answer.Error);
        }
    }

    [Theory]
    [InlineData("\\u001b[2J\\u0007\\u009b31m")]
    [InlineData("\\u202egnp.exe")]
    [InlineData("line\\rover")]
    public async Task Record_cannot_steer_the_terminal(string hostile)
    {
        var id = cli.Unique();
        Assert.Equal(0, (await cli.RunAsync("put", id, "--type", "note", "--data", $$"""{"title": "{{hostile}} zebra"}""")).ExitCode);

        foreach (var words in new string[][] { ["get", id], ["list"], ["search", "zebra"], ["graph", "network", id], ["history", id, "--version", "1"] })
        {
            var answer = await cli.RunAsync(words);

            Assert.Equal(0, answer.ExitCode);
            Assert.DoesNotContain(answer.Output + answer.Error, c => (char.IsControl(c) && c != '\n') || c == '\u202e');
        }
    }

    [Fact]
    public async Task Cut_list_says_so_and_how_to_get_the_rest()
    {
        for (var i = 0; i < 3; i++)
        {
            await cli.RunAsync("put", "--type", "cut", "--data", "{}");
        }

        var cut = await cli.RunAsync("list", "--type", "cut", "--limit", "2");
        Assert.Contains("--after ", cut.Error, StringComparison.Ordinal);
        var cursor = cut.Error.Split("--after ")[1].Split(',')[0];
        Assert.Equal(1, (await cli.RunAsync("list", "--type", "cut", "--limit", "2", "--after", cursor, "--json")).Payload.GetProperty("items").GetArrayLength());
        Assert.Equal(3, (await cli.RunAsync("list", "--type", "cut", "--limit", "2", "--all", "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Table_is_aligned_with_letters_of_any_width()
    {
        var lines = new Table("NAME", ">COUNT", "", "WHAT").Row("東京", "1,000", "", "x").Row("abc", "2", "", "yy").Lines(new Ink(false), 100).ToList();

        Assert.Equal(["NAME  COUNT  WHAT", "東京  1,000  x", "abc       2  yy"], lines);
    }

    [Theory]
    [InlineData(0.42, "0.42 ms")]
    [InlineData(1300, "1.3 s")]
    [InlineData(61_000, "1 min 1 s")]
    [InlineData(7_500_000, "2 h 5 min")]
    public void Duration_has_the_unit_that_suits_it(double milliseconds, string text) => Assert.Equal(text, Quantity.Milliseconds(milliseconds));

    [Fact]
    public void What_is_not_known_is_unknown_and_never_zero() =>
        Assert.Equal(["unknown", "unknown", "unknown", "unknown"], [Quantity.Count(null), Quantity.Bytes(null), Quantity.Time(null), Quantity.At(null)]);
}
